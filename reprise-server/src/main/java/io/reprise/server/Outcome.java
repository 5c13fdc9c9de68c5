package io.reprise.server;

import io.reprise.core.key.Question;
import java.util.Locale;
import java.util.Optional;

/**
 * What happened to one request; log, report and metrics read it once.
 *
 * @param nanos from the first line of the request to the end of the answer
 */
record Outcome(Verb verb, Asked asked, Answered answered, long nanos) {
    /** What was done. */
    enum Verb {
        REPLAYED,
        RECORDED,
        /** Received the same stream as an identical request that was being recorded. */
        JOINED,
        /** Passed on, not kept. */
        FORWARDED,
        /** Went wrong on purpose. */
        SPOILT,
        MISSED,
        REFUSED,
        FAILED;

        /** As it is written in logs and reports. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who asked what, as far as it was understood. */
    record Asked(String method, String path, Optional<Question> question, Optional<String> model) {}

    /**
     * What the client got.
     *
     * @param status 0 if there was no answer
     * @param fault what went wrong on purpose; empty for nothing
     * @param note what else a person should know, such as why an answer was not kept; may be empty
     */
    record Answered(int status, int chunks, String fault, String note) {}

    /** The line for the log, such as {@code replayed POST /v1/chat/completions model=m test=t key=f5450b5c6f0c chunks=55 0.3ms}. */
    String line() {
        StringBuilder line = new StringBuilder(160);
        line.append(verb.label());
        line.append(' ').append(printable(asked.method())).append(' ').append(printable(asked.path()));
        asked.model().ifPresent(model -> line.append(" model=").append(printable(model)));
        asked.question().ifPresent(question -> {
            if (!question.test().isNone()) {
                line.append(" test=").append(printable(question.test().name()));
            }
            line.append(" key=").append(question.key().brief());
        });
        if (!answered.fault().isEmpty()) {
            line.append(" fault=\"").append(printable(answered.fault())).append('"');
        }
        if (verb != Verb.REPLAYED && verb != Verb.RECORDED || answered.status() != 200) {
            line.append(" status=").append(answered.status());
        }
        if (answered.chunks() > 0) {
            line.append(" chunks=").append(answered.chunks());
        }
        line.append(' ').append(milliseconds(nanos)).append("ms");
        if (!answered.note().isEmpty()) {
            line.append(" (").append(printable(answered.note())).append(')');
        }
        return line.toString();
    }

    /** Tenths of a millisecond, since that is what a replay takes. */
    private static String milliseconds(long nanos) {
        long tenths = Math.round(nanos / 100_000.0);
        return tenths / 10 + "." + tenths % 10;
    }

    /** One line stays one line, and a terminal is not told what to do, whatever a client sent. */
    private static String printable(String text) {
        String brief = text.length() > 300 ? text.substring(0, 300) + "…" : text;
        if (brief.chars().noneMatch(Character::isISOControl)) {
            return brief;
        }
        return brief.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c))
                .reduce("", String::concat);
    }
}
