package io.reprise.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.terminal.Table.Column;
import io.reprise.cli.terminal.Table.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("NAME", Kind.TEXT, 10, 4, 0),
            new Column("COUNT", Kind.NUMBER, 5, 5, 1),
            new Column("FILE", Kind.PATH, 20, 6, 0));

    @Test
    void hasWholeFilesWhereLinesMayHaveAnyLength() {
        Table table = Table.of(COLUMNS, OptionalInt.empty());

        assertThat(table.line(List.of("a name that is long", "7", "recordings/some/where/deep/down.json")))
                .isEqualTo("a name th…      7  recordings/some/where/deep/down.json");
    }

    @Test
    void shrinksToTheTerminalAndLeavesOutTheLeastImportant() {
        List<String> row = List.of("a name that is long", "7", "recordings/some/where.json");

        assertThat(Table.of(COLUMNS, OptionalInt.of(30)).line(row)).isEqualTo("a name th…      7  …where.json");
        assertThat(Table.of(COLUMNS, OptionalInt.of(16)).line(row)).isEqualTo("a name…  …e.json");
    }

    @Test
    void isNeverWiderThanTheTerminal() {
        List<String> row = List.of("你好世界你好世界", "12345", "wo/immer/é\u0301/👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧.json");

        IntStream.range(12, 60).forEach(width -> {
            Table table = Table.of(COLUMNS, OptionalInt.of(width));

            assertThat(DisplayWidth.of(table.line(row))).as("%d columns", width).isLessThanOrEqualTo(width);
            assertThat(DisplayWidth.of(table.heading().text(false, text -> text)))
                    .as("%d columns", width)
                    .isLessThanOrEqualTo(width);
        });
    }

    @Test
    void keepsHostileValuesOnTheirLine() {
        Table table = Table.of(COLUMNS, OptionalInt.empty());

        assertThat(table.line(List.of("a\nb\u001b[2J", "1", "f\r"))).isEqualTo("a b␛[2J         1  f");
    }
}
