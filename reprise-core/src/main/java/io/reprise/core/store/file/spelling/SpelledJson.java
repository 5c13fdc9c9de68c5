package io.reprise.core.store.file.spelling;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.json.Spelling;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * JSON text with a spelling that gives it.
 *
 * @param padding spaces before its last bracket
 */
public record SpelledJson(String text, Spelling spelling, int padding) {
    private static final String FIRST_OF_VALUE = "{[\"tfn-0123456789";
    private static final String SPACE = " \t\r\n";

    /** The text in the usual spelling if it has it, and otherwise in its own; empty if it has none, or is no JSON. */
    public static Optional<SpelledJson> of(String text, Spelling usual) {
        int padding = usual.padding(text);
        if (padding >= 0) {
            return Optional.of(new SpelledJson(text, usual, padding));
        }
        return ofItsOwn(text);
    }

    /** The text in its own spelling; empty if it has none, or is no JSON. */
    public static Optional<SpelledJson> ofItsOwn(String text) {
        if (!mayBeJson(text)) {
            return Optional.empty();
        }
        SpellingVotes votes = new SpellingVotes();
        votes.read(text);
        return Stream.of(Spelling.SPACED, Spelling.COMPACT, Spelling.INDENTED, votes.winner())
                .map(own -> new SpelledJson(text, own, own.padding(text)))
                .filter(spelled -> spelled.padding >= 0)
                .findFirst();
    }

    /** False for most of what is not JSON. */
    static boolean beginsLikeJson(String text) {
        return !text.isEmpty() && FIRST_OF_VALUE.indexOf(text.charAt(0)) >= 0;
    }

    /** False also for the {@code [DONE]} at the end of a stream. */
    static boolean mayBeJson(String text) {
        if (!beginsLikeJson(text)) {
            return false;
        }
        return switch (text.charAt(0)) {
            case '{' -> isFollowedBy("\"}", text);
            case '[' -> isFollowedBy(FIRST_OF_VALUE + "]", text);
            default -> true;
        };
    }

    private static boolean isFollowedBy(String allowed, String text) {
        int at = 1;
        while (at < text.length() && SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() && allowed.indexOf(text.charAt(at)) >= 0;
    }

    /** The text that is written to a file: one line with few escapes. */
    public String inFile() {
        if (!spelling.equals(Spelling.COMPACT) && !spelling.equals(Spelling.SPACED)) {
            return Json.parse(text).write(Layout.COMPACT);
        }
        int last = text.length() - 1;
        return padding == 0 ? text : text.substring(0, last - padding) + text.charAt(last);
    }

    /** The text that {@code json} has in a spelling, with so many spaces before its last bracket. */
    public static String write(Json json, Spelling spelling, int padding) {
        String text = json.write(spelling);
        int last = text.length() - 1;
        return padding == 0 ? text : text.substring(0, last) + " ".repeat(padding) + text.charAt(last);
    }
}
