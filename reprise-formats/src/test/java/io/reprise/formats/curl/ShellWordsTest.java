package io.reprise.formats.curl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void undoesEveryKindOfQuoting() {
        assertThat(words("a 'b \\ \"c' \"d \\\" \\$ \\x 'e\" f\\ g $'h\\n\\'\\u00f6\\x21\\101' \"\" x'y'\"z\""))
                .containsExactly("a", "b \\ \"c", "d \" $ \\x 'e", "f g", "h\n'\u00f6!A", "", "xyz");
    }

    @Test
    void joinsContinuedLinesAndPassesOverComments() {
        assertThat(words("#!/bin/sh\n# comment 'with quote\ncurl \\\n  a#b \\\r\n c\\\nd # end\n"))
                .containsExactly("curl", "a#b", "cd");
        assertThat(words("'a \\\nb' \"c \\\nd\"")).containsExactly("a \\\nb", "c d");
    }

    @Test
    void keepsUtf8AndSurrogatePairsInAnsiQuotes() {
        assertThat(words("$'Schรถ\\xc3\\xb6\\U0001F600😀'")).containsExactly("Schรถö😀😀");
        assertThat(words("$'\\a\\q\\x\\0'")).containsExactly("\u0007\\q\\x\0");
    }

    @Test
    void separatesCommands() {
        assertThat(ShellWords.commands("set -e; a b\n\nc\n"))
                .containsExactly(List.of("set", "-e"), List.of("a", "b"), List.of("c"));
    }

    @Test
    void marksWhatAShellWouldSubstitute() {
        assertThat(words("\"x $KEY y\" ${A} $(b c) `d e` $1 '$no' \\$no \"\\$no\" a$ \"$\""))
                .containsExactly(
                        "x \ufffe$KEY y",
                        "\ufffe${A}",
                        "\ufffe$(b c)",
                        "\ufffe`d e`",
                        "\ufffe$1",
                        "$no",
                        "$no",
                        "$no",
                        "a$",
                        "$");
    }

    @Test
    void saysWhereAQuoteIsOpen() {
        assertThatThrownBy(() -> words("a\nb 'c"))
                .isInstanceOf(CurlSyntaxException.class)
                .hasMessage("a ' is missing to close what begins at line 2, column 3");
        assertThatThrownBy(() -> words("a \"c")).hasMessageContaining("line 1, column 3");
        assertThatThrownBy(() -> words("a $'c\\'")).hasMessageContaining("line 1, column 3");
    }

    @Test
    void refusesPipesAndRedirections() {
        assertThatThrownBy(() -> words("curl x | jq")).hasMessageContaining("'|' outside quotes, at line 1, column 8");
        assertThatThrownBy(() -> words("curl x > y")).isInstanceOf(CurlSyntaxException.class);
    }

    private static List<String> words(String script) {
        return ShellWords.commands(script).get(0);
    }
}
