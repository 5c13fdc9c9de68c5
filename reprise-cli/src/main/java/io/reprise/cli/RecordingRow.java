package io.reprise.cli;

import io.reprise.core.store.RecordingSummary;

/** A recording as one line of a table. */
record RecordingRow(RecordingSummary summary) {
    private static final String ROW = "%-24s %-12s %-30s %-20s %6s %6s %9s %11s  %-32s  %-32s  %s";
    static final String HEADING = ROW.formatted(
            "TEST", "KEY", "REQUEST", "MODEL", "STATUS", "CHUNKS", "BYTES", "TOKENS", "ASKED", "ANSWERED", "FILE");

    /** A row under {@link #HEADING}; long values are shortened, except the file. */
    String line() {
        RecordingSummary.Asked asked = summary.asked();
        return ROW.formatted(
                endOf(summary.identity().test().toString(), 24),
                summary.identity().key().brief(),
                beginningOf(asked.method() + " " + asked.path(), 30),
                beginningOf(asked.model(), 20),
                summary.answered().status(),
                summary.answered().chunks(),
                summary.answered().bytes(),
                summary.answered()
                        .usage()
                        .map(usage -> usage.input() + "+" + usage.output())
                        .orElse("-"),
                beginningOf(asked.title(), 32),
                beginningOf(summary.answered().beginning(), 32),
                summary.identity().location());
    }

    private static String beginningOf(String text, int most) {
        String line = oneLine(text);
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static String endOf(String text, int most) {
        String line = oneLine(text);
        int length = line.codePointCount(0, line.length());
        return length <= most ? line : "…" + line.substring(line.offsetByCodePoints(0, length - most + 1));
    }

    /** Removes control characters, so that recorded text cannot control the terminal. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
