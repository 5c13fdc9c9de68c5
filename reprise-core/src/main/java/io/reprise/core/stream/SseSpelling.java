package io.reprise.core.stream;

import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.PlainChunk.Field;
import io.reprise.core.exchange.SpelledChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dialects of events: the end of their lines, and what their lines begin with, such as {@code event: data: }, in their
 * order. A line that begins with a colon is a comment.
 */
final class SseSpelling {
    private static final String LINE_END = "line-end";
    private static final String FIELDS = "fields";
    private static final String USUAL_FIELDS = "event: data: ";
    private static final Pattern PREFIX = Pattern.compile("([^:\\r\\n]+: ?|:)");

    /** How data without any text is written. */
    static final Dialect EMPTY_DATA = new Dialect(Map.of(FIELDS, "event: data:"));

    private final List<String> prefixes = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private Optional<String> event = Optional.empty();
    private final StringBuilder data = new StringBuilder();

    private SseSpelling() {}

    /** What an event says and how; empty if no dialect gives the same text. */
    static Optional<SpelledChunk> of(String text) {
        String end =
                text.endsWith("\r\n\r\n") ? "\r\n" : text.endsWith("\n\n") ? "\n" : text.endsWith("\r\r") ? "\r" : "";
        if (end.isEmpty()) {
            return Optional.empty();
        }
        SseSpelling reading = new SseSpelling();
        String lines = text.substring(0, text.length() - 2 * end.length());
        for (String line : lines.split(end, -1)) {
            if (!reading.read(line)) {
                return Optional.empty();
            }
        }
        return reading.hasDialect()
                ? Optional.of(reading.spelled(end))
                        .filter(spelled ->
                                write(spelled.plain(), spelled.dialect()).equals(text))
                : Optional.empty();
    }

    /** Whether the prefixes can be told from each other when they stand in one text: a name may begin with a space. */
    private boolean hasDialect() {
        return prefixes.stream().anyMatch(prefix -> name(prefix).equals("data"))
                && prefixes(String.join("", prefixes)).equals(prefixes);
    }

    private SpelledChunk spelled(String end) {
        Map<String, String> properties = new TreeMap<>();
        if (!end.equals("\n")) {
            properties.put(LINE_END, end);
        }
        String all = String.join("", prefixes);
        if (!List.of(USUAL_FIELDS, "data: ").contains(all)) {
            properties.put(FIELDS, all);
        }
        return new SpelledChunk(new PlainChunk(event, fields, data.toString()), new Dialect(properties));
    }

    private boolean read(String line) {
        if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            return false;
        }
        String before = prefixes.isEmpty() ? "" : prefixes.get(prefixes.size() - 1);
        if (before.startsWith("data:") && line.startsWith(before)) {
            data.append('\n').append(line, before.length(), line.length());
            return true;
        }
        Matcher matcher = PREFIX.matcher(line);
        if (!matcher.lookingAt()) {
            return false;
        }
        String prefix = matcher.group();
        String value = line.substring(prefix.length());
        if (prefixes.stream().anyMatch(known -> name(known).equals(name(prefix)))) {
            return false;
        }
        prefixes.add(prefix);
        switch (name(prefix)) {
            case "data" -> data.append(value);
            case "event" -> event = Optional.of(value);
            default -> fields.add(Field.text(name(prefix), value));
        }
        return true;
    }

    /** The name of the field, or {@code :} for a comment. */
    private static String name(String prefix) {
        return prefix.equals(":") ? prefix : prefix.substring(0, prefix.indexOf(':'));
    }

    /** @throws IllegalArgumentException if there is no such dialect, or if it has no place for a field of the chunk */
    static String write(PlainChunk plain, Dialect dialect) {
        boolean isOnlyData = plain.event().isEmpty()
                && plain.fields().isEmpty()
                && plain.json().indexOf('\n') < 0;
        return isOnlyData && dialect.isUsual()
                ? "data: " + plain.json() + "\n\n" // as most events of most streams
                : spelled(plain, dialect);
    }

    private static String spelled(PlainChunk plain, Dialect dialect) {
        DialectRules.onlyHas(dialect, "sse", Set.of(LINE_END, FIELDS));
        String end = DialectRules.oneOf(dialect, LINE_END, "\n", Set.of("\n", "\r\n", "\r"));
        List<Field> fields = new ArrayList<>(plain.fields());
        plain.event().ifPresent(name -> fields.add(Field.text("event", name)));
        StringBuilder text = new StringBuilder();
        for (String prefix : prefixes(dialect.get(FIELDS, USUAL_FIELDS))) {
            if (name(prefix).equals("data")) {
                for (String line : plain.json().split("\n", -1)) {
                    text.append(prefix).append(line).append(end);
                }
            }
            fields.stream()
                    .filter(field -> field.name().equals(name(prefix)))
                    .forEach(field -> text.append(prefix).append(field.value()).append(end));
            fields.removeIf(field -> field.name().equals(name(prefix)));
        }
        if (!fields.isEmpty()) {
            throw new IllegalArgumentException("'" + fields.get(0).name()
                    + "' is not among the fields of its dialect, '" + dialect.get(FIELDS, USUAL_FIELDS) + "'");
        }
        return text.append(end).toString();
    }

    private static List<String> prefixes(String all) {
        List<String> prefixes = new ArrayList<>();
        Matcher matcher = PREFIX.matcher(all);
        int at = 0;
        while (matcher.region(at, all.length()).lookingAt()) {
            prefixes.add(matcher.group());
            at = matcher.end();
        }
        if (at < all.length()
                || prefixes.stream().noneMatch(prefix -> name(prefix).equals("data"))) {
            throw new IllegalArgumentException(
                    "'" + all + "' does not name the fields of an event, such as 'event: data: '");
        }
        return prefixes;
    }
}
