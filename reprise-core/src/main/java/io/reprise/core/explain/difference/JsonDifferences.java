package io.reprise.core.explain.difference;

import io.reprise.core.explain.difference.Alignment.Pair;
import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Compares two JSON values and lists their differences, up to a maximum depth and number. */
final class JsonDifferences {
    static final int MOST = 40;
    private static final int DEEPEST = 24;
    private static final int LONG_TEXT = 60;
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private final List<Difference> found = new ArrayList<>();
    private final RequestWords words;
    private final Sides sides;
    private final RequestParts parts;
    private final Suggestions suggestions;

    private JsonDifferences(RequestWords words, Sides sides) {
        this.words = words;
        this.sides = sides;
        this.parts = new RequestParts(words, sides);
        this.suggestions = new Suggestions(words);
    }

    /** What differs between two bodies. */
    static List<Difference> between(Json recorded, Json asked, RequestWords words, Sides sides) {
        JsonDifferences differences = new JsonDifferences(words, sides);
        differences.compare("", recorded, asked, DEEPEST);
        return differences.found;
    }

    boolean isFull() {
        return found.size() >= MOST;
    }

    void add(Difference difference) {
        if (!isFull()) {
            found.add(difference);
        }
    }

    /** @param path of the value, such as {@code messages[1].content}; empty for the whole body */
    void compare(String path, Json recorded, Json asked, int depth) {
        if (isFull()) {
            return;
        }
        if (depth == 0) {
            if (!recorded.write(Layout.COMPACT).equals(asked.write(Layout.COMPACT))) {
                add(new Difference(path, "differs at a deep level", List.of()));
            }
        } else if (recorded instanceof Json.JsonObject && asked instanceof Json.JsonObject) {
            members(path, recorded, asked, depth);
        } else if (recorded instanceof Json.JsonArray && asked instanceof Json.JsonArray) {
            items(path, recorded, asked, depth);
        } else if (recorded instanceof Json.JsonString one && asked instanceof Json.JsonString other) {
            text(path, one.value(), other.value());
        } else if (!DisplayText.kind(recorded).equals(DisplayText.kind(asked))) {
            String what = DisplayText.withKind(recorded) + " → " + DisplayText.withKind(asked);
            add(new Difference(name(path), what, suggestions.forMember(path)));
        } else if (!recorded.write(Layout.COMPACT).equals(asked.write(Layout.COMPACT))) {
            String what = DisplayText.change(recorded, asked);
            add(new Difference(name(path), what, suggestions.forScalars(path, recorded, asked)));
        }
    }

    private void members(String path, Json recorded, Json asked, int depth) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> repeated = new LinkedHashSet<>();
        asked.members().forEach(member -> note(member.name(), names, repeated));
        Set<String> recordedNames = new LinkedHashSet<>();
        recorded.members().forEach(member -> note(member.name(), recordedNames, repeated));
        names.addAll(recordedNames);
        for (String name : names) {
            if (isFull()) {
                return;
            }
            member(child(path, name), recorded, asked, name, depth);
        }
        for (String name : repeated) {
            if (!all(recorded, name).equals(all(asked, name))) {
                add(new Difference(child(path, name), "occurs several times, with different values", List.of()));
            }
        }
    }

    private static void note(String name, Set<String> names, Set<String> repeated) {
        if (!names.add(name)) {
            repeated.add(name);
        }
    }

    private static List<String> all(Json object, String name) {
        return object.members().stream()
                .filter(member -> member.name().equals(name))
                .map(member -> member.value().write(Layout.COMPACT))
                .toList();
    }

    private void member(String path, Json recorded, Json asked, String name, int depth) {
        Json before = recorded.get(name).orElse(null);
        Json after = asked.get(name).orElse(null);
        if (before != null && after != null) {
            compare(path, before, after, depth - 1);
        } else if (after != null) {
            entered(path, after, sides.asked());
        } else if (before != null) {
            entered(path, before, sides.recorded());
        }
    }

    /** A member that only one side has. */
    private void entered(String path, Json value, String what) {
        List<Json> tools = words.isTools(path) ? words.tools(value) : List.of();
        for (Json tool : tools) {
            add(new Difference(parts.tool(tool), what, List.of()));
        }
        if (tools.isEmpty()) {
            add(new Difference(path, what + " (" + DisplayText.of(value) + ")", suggestions.forMember(path)));
        }
    }

    private void items(String path, Json recorded, Json asked, int depth) {
        if (words.isTools(path) && parts.compareTools(this, words.tools(recorded), words.tools(asked), depth)) {
            return;
        }
        List<String> before = texts(recorded);
        List<String> after = texts(asked);
        List<Pair> pairs = Alignment.of(before, after);
        Set<String> gone = new LinkedHashSet<>();
        pairs.stream().filter(Pair::isRemoved).forEach(pair -> gone.add(before.get(pair.recorded())));
        Set<String> moved = new LinkedHashSet<>();
        pairs.stream()
                .filter(pair -> pair.isAdded() && gone.contains(after.get(pair.asked())))
                .forEach(pair -> moved.add(after.get(pair.asked())));
        for (Pair pair : pairs) {
            if (isFull()) {
                return;
            }
            item(path, pair, recorded.items(), asked.items(), moved, depth);
        }
    }

    private void item(String path, Pair pair, List<Json> recorded, List<Json> asked, Set<String> moved, int depth) {
        if (pair.isAdded()) {
            Json item = asked.get(pair.asked());
            boolean isMoved = moved.contains(item.write(Layout.COMPACT));
            String what = isMoved ? "moved here" : sides.asked();
            add(new Difference(parts.item(path + "[" + pair.asked() + "]", item), what, List.of()));
        } else if (pair.isRemoved()) {
            Json item = recorded.get(pair.recorded());
            if (!moved.contains(item.write(Layout.COMPACT))) {
                String where = parts.item(path + "[" + pair.recorded() + "]", item);
                add(new Difference(where, sides.recorded(), List.of()));
            }
        } else {
            compare(path + "[" + pair.asked() + "]", recorded.get(pair.recorded()), asked.get(pair.asked()), depth - 1);
        }
    }

    private static List<String> texts(Json array) {
        return array.items().stream().map(item -> item.write(Layout.COMPACT)).toList();
    }

    private void text(String path, String recorded, String asked) {
        if (recorded.equals(asked)) {
            return;
        }
        boolean isWord = isWord(recorded) && isWord(asked) && !words.isProse(path);
        String what = isWord
                ? DisplayText.change(new Json.JsonString(recorded), new Json.JsonString(asked))
                : TextDifference.of(recorded, asked);
        add(new Difference(name(path), what, suggestions.forTexts(path, recorded, asked)));
    }

    private static boolean isWord(String text) {
        return text.length() <= LONG_TEXT
                && !text.isBlank()
                && text.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    private static String name(String path) {
        return path.isEmpty() ? "body" : path;
    }

    static String child(String path, String name) {
        if (!PLAIN_NAME.matcher(name).matches()) {
            return path + "[" + new Json.JsonString(DisplayText.elided(name, LONG_TEXT)).write(Layout.COMPACT) + "]";
        }
        return path.isEmpty() ? name : path + "." + name;
    }
}
