package io.reprise.core.store.file.spelling;

import io.reprise.core.json.JsonScanner;
import io.reprise.core.json.JsonScanner.Token;
import io.reprise.core.json.Spelling;
import io.reprise.core.json.WhiteSpace;
import io.reprise.core.json.WhiteSpace.Lines;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out how JSON texts are spelled: reads each once, and counts the white space at each kind of place and the escapes.
 * Whether a text really is spelled so, {@link Spelling#padding} tells.
 */
final class SpellingVotes {
    private enum Place {
        COLON,
        COMMA,
        INSIDE,
        EMPTY,
        LINE_END,
        /** Where nothing is counted. */
        OTHER
    }

    private final Map<Place, Map<String, Integer>> spaces = new HashMap<>();
    private final IndentVotes indents = new IndentVotes();
    private final EscapeVotes escapes = new EscapeVotes();

    /** Counts what is in a text. */
    void read(String text) {
        JsonScanner scanner = new JsonScanner(text);
        Token before = Token.SCALAR;
        int end = 0;
        int depth = 0;
        for (Token token = scanner.next(); token != Token.END; token = scanner.next()) {
            boolean isEnd = token == Token.END_OBJECT || token == Token.END_ARRAY;
            depth -= isEnd ? 1 : 0;
            Place place = place(before, token);
            if (isEnd && depth == 0 && place == Place.INSIDE) {
                last(text, end, scanner.start());
            } else {
                space(text, end, scanner.start(), place, depth);
            }
            if (token == Token.COLON) {
                colon(text, end, scanner);
            } else if (token == Token.STRING) {
                escapes.read(text, scanner.start() + 1, scanner.contentEnd());
            }
            depth += token == Token.BEGIN_OBJECT || token == Token.BEGIN_ARRAY ? 1 : 0;
            before = token;
            end = scanner.end();
        }
    }

    /** The place between two tokens. */
    private static Place place(Token before, Token next) {
        boolean isAfterBegin = before == Token.BEGIN_OBJECT || before == Token.BEGIN_ARRAY;
        boolean isBeforeEnd = next == Token.END_OBJECT || next == Token.END_ARRAY;
        if (isAfterBegin && isBeforeEnd) {
            return Place.EMPTY;
        }
        if (isAfterBegin || isBeforeEnd) {
            return Place.INSIDE;
        }
        return before == Token.COMMA ? Place.COMMA : Place.OTHER;
    }

    private void space(String text, int from, int to, Place place, int depth) {
        if (place == Place.OTHER) {
            return;
        }
        int line = from;
        while (line < to && text.charAt(line) != '\n' && text.charAt(line) != '\r') {
            line++;
        }
        vote(place, from == line ? "" : text.substring(from, line));
        if (place != Place.EMPTY) {
            int indent = line < to && text.startsWith("\r\n", line) ? line + 2 : Math.min(to, line + 1);
            vote(Place.LINE_END, line == to ? "" : text.substring(line, indent));
            if (line < to) {
                indents.vote(depth, text.substring(indent, to));
            }
        }
    }

    /** Before the last bracket there may be any number of spaces, so only its indent is looked at. */
    private void last(String text, int from, int to) {
        int line = text.lastIndexOf('\n', to);
        if (line >= from) {
            indents.vote(0, text.substring(line + 1, to));
        }
    }

    private void colon(String text, int from, JsonScanner scanner) {
        int to = scanner.end();
        while (to < text.length() && (text.charAt(to) == ' ' || text.charAt(to) == '\t')) {
            to++;
        }
        boolean isUsual = from == scanner.start() && to == scanner.end();
        vote(Place.COLON, isUsual ? ":" : text.substring(from, to));
    }

    private void vote(Place place, String space) {
        spaces.computeIfAbsent(place, none -> new HashMap<>()).merge(space, 1, Integer::sum);
    }

    /** The spelling that most of the texts have, as far as files can name it; else the compact one. */
    Spelling winner() {
        String lineEnd = most(Place.LINE_END, "");
        Lines lines = lineEnd.isEmpty() ? Lines.NONE : indents.lines(lineEnd);
        WhiteSpace space = new WhiteSpace(
                most(Place.COLON, ":"),
                "," + most(Place.COMMA, ""),
                lines.isNone() ? most(Place.INSIDE, "") : "",
                most(Place.EMPTY, ""),
                lines);
        return new Spelling(space.canBeNamed() ? space : WhiteSpace.NONE, escapes.winner());
    }

    private String most(Place place, String usual) {
        String winner = usual;
        int most = 0;
        for (Map.Entry<String, Integer> vote :
                spaces.getOrDefault(place, Map.of()).entrySet()) {
            boolean isAhead = vote.getValue() > most
                    || vote.getValue() == most && vote.getKey().compareTo(winner) < 0;
            if (isAhead) {
                winner = vote.getKey();
                most = vote.getValue();
            }
        }
        return winner;
    }

    /** The indents of lines by their depth, as they were seen first. */
    private static final class IndentVotes {
        private final Map<Integer, String> byDepth = new HashMap<>();

        void vote(int depth, String indent) {
            byDepth.putIfAbsent(depth, indent);
        }

        /** One level is what the lines of two depths differ by; the last bracket may be padded, so it counts least. */
        Lines lines(String end) {
            String first = byDepth.getOrDefault(1, "");
            String unit = difference(first, byDepth.getOrDefault(2, ""))
                    .or(() -> difference(byDepth.getOrDefault(0, ""), first))
                    .orElse(first);
            int around = unit.isEmpty() ? 0 : first.length() / unit.length() - 1;
            return new Lines(end, unit, Math.max(0, around));
        }

        private static Optional<String> difference(String shallow, String deep) {
            boolean isDeeper = deep.length() > shallow.length() && deep.startsWith(shallow);
            return isDeeper ? Optional.of(deep.substring(shallow.length())) : Optional.empty();
        }
    }
}
