package io.reprise.cli.recording;

import io.reprise.cli.terminal.Table;
import io.reprise.cli.terminal.Table.Column;
import io.reprise.cli.terminal.Table.Kind;
import io.reprise.core.store.RecordingSummary;
import java.util.List;
import java.util.OptionalInt;

/** A recording as one line of a table. */
record RecordingRow(RecordingSummary summary) {
    /** What a terminal is too narrow for is left out from the highest rank on; {@code show} has all of it. */
    private static final List<Column> COLUMNS = List.of(
            new Column("TEST", Kind.PATH, 24, 10, 0),
            new Column("KEY", Kind.TEXT, 12, 12, 0),
            new Column("REQUEST", Kind.TEXT, 30, 10, 3),
            new Column("MODEL", Kind.TEXT, 20, 8, 1),
            new Column("STATUS", Kind.NUMBER, 6, 6, 4),
            new Column("CHUNKS", Kind.NUMBER, 6, 6, 6),
            new Column("BYTES", Kind.NUMBER, 9, 9, 7),
            new Column("TOKENS", Kind.NUMBER, 11, 11, 8),
            new Column("ASKED", Kind.TEXT, 32, 12, 0),
            new Column("ANSWERED", Kind.TEXT, 32, 12, 5),
            new Column("FILE", Kind.PATH, 60, 16, 2));

    /** A table of such rows, in lines of at most this length. */
    static Table table(OptionalInt length) {
        return Table.of(COLUMNS, length);
    }

    /** The values, in the order of the columns. */
    List<String> values() {
        RecordingSummary.Asked asked = summary.asked();
        return List.of(
                summary.identity().test().toString(),
                summary.identity().key().brief(),
                asked.method() + " " + asked.path(),
                asked.model().isEmpty() ? "-" : asked.model(),
                String.valueOf(summary.answered().status()),
                String.valueOf(summary.answered().chunks()),
                String.valueOf(summary.answered().bytes()),
                summary.answered()
                        .usage()
                        .map(usage -> usage.input() + "+" + usage.output())
                        .orElse("-"),
                asked.title(),
                summary.answered().beginning(),
                summary.identity().location());
    }
}
