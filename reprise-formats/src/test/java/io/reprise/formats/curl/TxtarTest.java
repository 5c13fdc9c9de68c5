package io.reprise.formats.curl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TxtarTest {
    @Test
    void findsTheCommentAndTheFiles() {
        Txtar archive = Txtar.parse("about\n\n-- a --\n1\n-- b/c.txt --\n2\n3\n");

        assertThat(archive)
                .isEqualTo(new Txtar(
                        "about\n\n", List.of(new Txtar.Entry("a", "1\n"), new Txtar.Entry("b/c.txt", "2\n3\n"))));
    }

    @Test
    void endsTheLastLineWhereItHasNoEnd() {
        assertThat(Txtar.parse("-- a --\nx").file("a")).contains("x\n");
        assertThat(Txtar.parse("-- a --").file("a")).contains("");
        assertThat(Txtar.parse("only words").comment()).isEqualTo("only words\n");
    }

    @Test
    void takesOnlyWholeMarkerLines() {
        String almost = "--a--\n-- --\n -- a --\n-- a -- \n";

        assertThat(Txtar.parse(almost)).isEqualTo(new Txtar(almost, List.of()));
    }

    @Test
    void trimsNamesAndForgivesCarriageReturns() {
        assertThat(Txtar.parse("--   a b  --\r\nx\r\n").files()).containsExactly(new Txtar.Entry("a b", "x\r\n"));
    }

    @Test
    void letsTheLastOfTwoFilesOfOneNameCount() {
        assertThat(Txtar.parse("-- a --\n1\n-- a --\n2\n").file("a")).contains("2\n");
    }
}
