package io.reprise.formats;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonScanner;
import io.reprise.core.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a text that has one or more of them: one per line, or each over several lines. A broken one harms no other: the next begins
 * with a line.
 *
 * @param values in their order
 * @param problems why parts of the text are no JSON, with line and column; of many, the first
 */
public record JsonValues(List<Json> values, List<String> problems) {
    private static final int MOST_PROBLEMS = 20;

    public JsonValues {
        values = List.copyOf(values);
        problems = List.copyOf(problems);
    }

    /**
     * Those of a document.
     *
     * @throws DocumentException if it has too many values, or too many within each other
     */
    public static JsonValues of(Document document) {
        return document.json()
                .map(value -> new JsonValues(List.of(value), List.of()))
                .orElseGet(() -> document.text().map(JsonValues::of).orElse(new JsonValues(List.of(), List.of())));
    }

    static JsonValues of(String text) {
        JsonLimits.check(text);
        Reading reading = new Reading(text);
        reading.all();
        return new JsonValues(reading.values, reading.problems);
    }

    /** Goes through a text once. */
    private static final class Reading {
        final List<Json> values = new ArrayList<>();
        final List<String> problems = new ArrayList<>();
        private final String text;
        private final JsonScanner scanner;
        private int line = 1;
        /** Whether an open value has reached the end of the text, so that only values of one line can follow. */
        private boolean isOnePerLine;

        Reading(String text) {
            this.text = text;
            this.scanner = new JsonScanner(text);
        }

        void all() {
            for (int from = 0; from < text.length(); ) {
                int end = endOfLine(from);
                if (!text.substring(from, end).isBlank()) {
                    end = value(from, end);
                }
                line += (int)
                        text.substring(from, end).chars().filter(c -> c == '\n').count();
                from = end;
            }
        }

        private int endOfLine(int from) {
            int end = text.indexOf('\n', from);
            return end < 0 ? text.length() : end + 1;
        }

        /** Reads a value. Returns where to go on. */
        private int value(int from, int endOfLine) {
            if (tryParse(from, endOfLine)) {
                return endOfLine;
            }
            int end = isOnePerLine ? endOfLine : endOfValue(from);
            if (end > endOfLine && tryParse(from, end)) {
                return endOfLine(end - 1);
            }
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(problem(from, Math.max(end, endOfLine)));
            }
            return nextBegin(endOfLine);
        }

        private boolean tryParse(int from, int to) {
            return Json.tryParse(text.substring(from, to)).map(values::add).orElse(false);
        }

        private int endOfValue(int from) {
            scanner.move(from, text.length());
            int depth = 0;
            do {
                switch (scanner.next()) {
                    case BEGIN_OBJECT, BEGIN_ARRAY -> depth++;
                    case END_OBJECT, END_ARRAY -> depth--;
                    case END -> {
                        isOnePerLine = true;
                        return text.length();
                    }
                    default -> {}
                }
            } while (depth > 0);
            return scanner.end();
        }

        /** The line and the column are those of the whole text. */
        private String problem(int from, int to) {
            try {
                Json.parse("\n".repeat(line - 1) + text.substring(from, to));
                return "a value of it has text behind it at line " + line;
            } catch (JsonSyntaxException wrong) {
                return "it is not JSON: " + wrong.getMessage();
            }
        }

        private int nextBegin(int from) {
            int at = from;
            while (at < text.length() && text.charAt(at) != '{' && text.charAt(at) != '[') {
                at = endOfLine(at);
            }
            return at;
        }
    }
}
