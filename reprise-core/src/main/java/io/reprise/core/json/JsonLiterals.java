package io.reprise.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places of values in a JSON text, so that some can be changed while the others keep their spelling. It reads
 * only the structure and does not check the text: for a text that is not JSON, the result is undefined. Not for use by
 * several threads.
 */
public final class JsonLiterals {
    private static final long[] NO_STATES = {};

    /** An array or object, or the whole text. */
    private static final class Open {
        final @Nullable Open parent;
        final boolean isObject;
        final int start;
        final String step;
        final long[] states;
        int count;
        String name = "";
        boolean awaitsValue;

        /** The index that distinguishes parts of a stream, such as {@code index=1}; empty if it has no such member. */
        String label = "";

        Open(@Nullable Open parent, boolean isObject, int start, String step, long[] states) {
            this.parent = parent;
            this.isObject = isObject;
            this.start = start;
            this.step = step;
            this.states = states;
        }

        String step() {
            return isObject ? name : "";
        }
    }

    /** The names of members, made once for texts that have the same ones in the same order, such as the chunks of a stream. Not for use by several threads. */
    public static final class Names {
        /** Texts with more are no chunks. */
        private static final int MOST = 64;

        private final UnaryOperator<String> meaning;
        private final List<String> spelled = new ArrayList<>();
        private final List<String> meant = new ArrayList<>();
        private int next;

        /** @param meaning what a name means that is spelled so between its quotes */
        public Names(UnaryOperator<String> meaning) {
            this.meaning = meaning;
        }

        private void begin() {
            next = 0;
        }

        private String at(String text, int from, int to) {
            int index = next++;
            if (index < spelled.size() && isAt(spelled.get(index), text, from, to)) {
                return meant.get(index);
            }
            String name = text.substring(from, to);
            String means = meaning.apply(name);
            if (index < spelled.size()) {
                spelled.set(index, name);
                meant.set(index, means);
            } else if (index < MOST) {
                spelled.add(name);
                meant.add(means);
            }
            return means;
        }

        private static boolean isAt(String name, String text, int from, int to) {
            return name.length() == to - from && text.startsWith(name, from);
        }
    }

    /** A string value. Its place is between its quotes. */
    public static final class Literal {
        private final Open owner;
        private final String step;
        private final Span span;

        private Literal(Open owner, Span span) {
            this.owner = owner;
            this.step = owner.step();
            this.span = span;
        }

        public Span span() {
            return span;
        }

        /** Whether {@link #channel} of both is the same, without making it. To be called when all is read. */
        public boolean isInChannelOf(Literal other) {
            if (!step.equals(other.step)) {
                return false;
            }
            Open mine = owner;
            Open its = other.owner;
            while (mine != null && its != null && mine.step.equals(its.step) && mine.label.equals(its.label)) {
                mine = mine.parent;
                its = its.parent;
            }
            return mine == its; // both have come to their ends
        }

        /**
         * The way from the root to this string. Objects that have members called {@code index} are told apart by these,
         * not by their places. To be called when all is read.
         */
        public String channel() {
            StringBuilder channel = new StringBuilder(step);
            for (Open at = owner; at != null; at = at.parent) {
                channel.append('<').append(at.step).append(at.label);
            }
            return channel.toString();
        }
    }

    /** From the first character to after the last. */
    public record Span(int from, int to) {}

    private final String text;
    private final JsonScanner scanner;
    private final List<PathSelection> paths;
    private final List<Literal> strings = new ArrayList<>();
    private final List<Span> named = new ArrayList<>();
    private final Names names;
    private Open open;

    /**
     * Of a text of which nothing has been read yet.
     *
     * @param paths say which values {@link #named} shall tell; none with a place from the end of an array, which is not
     *     known while reading
     * @param names what a member's name means that is spelled so between its quotes
     */
    public JsonLiterals(String text, List<JsonPath> paths, UnaryOperator<String> names) {
        this(text, paths, new Names(names));
    }

    /** As the other constructor; {@code names} may have served for texts before, each of which has been read. */
    public JsonLiterals(String text, List<JsonPath> paths, Names names) {
        this.text = text;
        this.scanner = new JsonScanner(text);
        this.names = names;
        names.begin();
        this.paths = paths.isEmpty()
                ? List.of()
                : paths.stream().map(path -> new PathSelection(path.steps())).toList();
        long[] states = paths.isEmpty()
                ? NO_STATES
                : this.paths.stream().mapToLong(PathSelection::root).toArray();
        this.open = new Open(null, false, 0, "", states);
    }

    /** Reads a part of the text, which must not end within a value that is neither array nor object. */
    public void read(int from, int to) {
        scanner.move(from, to);
        while (true) {
            switch (scanner.next()) {
                case BEGIN_OBJECT -> open = new Open(open, true, scanner.start(), open.step(), states());
                case BEGIN_ARRAY -> open = new Open(open, false, scanner.start(), open.step(), states());
                case END_OBJECT, END_ARRAY -> close(scanner.end());
                case COMMA -> {
                    open.count++;
                    open.awaitsValue = false;
                }
                case COLON -> open.awaitsValue = true;
                case STRING -> string();
                case SCALAR -> scalar();
                case END -> {
                    return;
                }
            }
        }
    }

    /** All strings that are values, in their order. */
    public List<Literal> strings() {
        return strings;
    }

    /** The values that the paths name, with their quotes. */
    public List<Span> named() {
        return named;
    }

    private void string() {
        if (open.isObject && !open.awaitsValue) {
            open.name = names.at(text, scanner.start() + 1, scanner.contentEnd());
        } else {
            strings.add(new Literal(open, new Span(scanner.start() + 1, scanner.contentEnd())));
            name(states(), scanner.start(), scanner.end());
        }
    }

    private void scalar() {
        if (open.isObject && open.name.endsWith("index")) {
            open.label += "#" + open.name + "=" + text.substring(scanner.start(), scanner.end());
        }
        name(states(), scanner.start(), scanner.end());
    }

    private void close(int end) {
        if (open.parent != null) {
            name(open.states, open.start, end);
            open = open.parent;
        }
    }

    private long[] states() {
        if (paths.isEmpty()) {
            return NO_STATES;
        }
        long[] states = new long[paths.size()];
        for (int i = 0; i < states.length; i++) {
            PathSelection path = paths.get(i);
            long state = open.states[i];
            if (open.parent == null) {
                states[i] = state;
            } else {
                states[i] =
                        open.isObject ? path.member(state, open.name) : path.item(state, open.count, Integer.MIN_VALUE);
            }
        }
        return states;
    }

    private void name(long[] states, int from, int to) {
        for (int i = 0; i < states.length; i++) {
            if (paths.get(i).isSelected(states[i], Json.NULL)) {
                named.add(new Span(from, to));
                return;
            }
        }
    }
}
