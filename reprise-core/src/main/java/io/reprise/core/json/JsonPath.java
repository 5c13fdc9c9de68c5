package io.reprise.core.json;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Names values within a value, by JSONPath (RFC 9535) without expressions: {@code $.metadata.request_id},
 * {@code $..timestamp}, {@code $.messages[*].name}, {@code $.a[0]}, {@code $.a[-1]}, {@code $['a.b']}.
 */
public record JsonPath(List<Step> steps) {
    /** The whole value: {@code $}. */
    public static final JsonPath ROOT = new JsonPath(List.of());

    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}\\p{N}_$-]+");

    /** One step. A deep step also leads to all values below ({@code ..}). */
    public sealed interface Step {
        boolean isDeep();

        /** Whether it leads to the members of that name. */
        boolean leadsToMember(String member);

        /** Whether it leads to the item at {@code place}, from 0, of an array of {@code count}. */
        boolean leadsToItem(int place, int count);

        /** As it stands in a path, but for what makes it deep. */
        String spelled();
    }

    /** Leads to the members with that name. */
    public record Name(String name, boolean isDeep) implements Step {
        @Override
        public boolean leadsToMember(String member) {
            return name.equals(member);
        }

        @Override
        public boolean leadsToItem(int place, int count) {
            return false;
        }

        @Override
        public String spelled() {
            if (PLAIN_NAME.matcher(name).matches()) {
                return isDeep ? name : "." + name;
            }
            return "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
        }
    }

    /** Leads to the item at that index, from 0; negative ones count from the end. */
    public record Index(int index, boolean isDeep) implements Step {
        @Override
        public boolean leadsToMember(String member) {
            return false;
        }

        @Override
        public boolean leadsToItem(int place, int count) {
            return place == (index < 0 ? index + count : index);
        }

        @Override
        public String spelled() {
            return "[" + index + "]";
        }
    }

    /** Leads to all members and items. */
    public record Any(boolean isDeep) implements Step {
        @Override
        public boolean leadsToMember(String member) {
            return true;
        }

        @Override
        public boolean leadsToItem(int place, int count) {
            return true;
        }

        @Override
        public String spelled() {
            return "[*]";
        }
    }

    /** Longer paths would not fit the set of states that a {@code long} holds. */
    static final int MAX_STEPS = 60;

    public JsonPath {
        steps = List.copyOf(steps);
        if (steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException(
                    "a path of " + steps.size() + " steps; at most " + MAX_STEPS + " are allowed");
        }
    }

    /**
     * The path that {@code text} stands for.
     *
     * @throws IllegalArgumentException if it is not a path; the message says what is wrong and where
     */
    public static JsonPath parse(String text) {
        return new JsonPath(new JsonPathParsing(text).steps());
    }

    /** Whether this names the whole value: {@code $}. */
    public boolean isRoot() {
        return steps.isEmpty();
    }

    /**
     * A copy of {@code root} where {@code change} has replaced every value that this path names, or removed it where
     * that returns nothing; {@code root} itself if all changes returned what they were given. Does not search within a
     * value that it names.
     */
    public Optional<Json> change(Json root, Function<Json, Optional<Json>> change) {
        return JsonRewriting.rewrite(root, new PathSelection(steps), change);
    }

    /** The shortest text of this path. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("$");
        for (Step step : steps) {
            text.append(step.isDeep() ? ".." : "").append(step.spelled());
        }
        return text.toString();
    }
}
