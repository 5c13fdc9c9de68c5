package io.reprise.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            true,  TERM=xterm,                             true
            false, TERM=xterm,                             false
            true,  '',                                     false
            true,  TERM=dumb,                              false
            true,  TERM=xterm NO_COLOR=1,                  false
            true,  TERM=xterm NO_COLOR=,                   true
            true,  TERM=xterm CLICOLOR=0,                  false
            false, CLICOLOR_FORCE=1,                       true
            false, CLICOLOR_FORCE=0,                       false
            true,  TERM=xterm CLICOLOR_FORCE=1 NO_COLOR=1, false
            """)
    void hasColoursAsItsUserSays(boolean isTerminal, String variables, boolean hasColours) {
        Terminal terminal = new Terminal(environment(variables), isTerminal, false);

        assertThat(terminal.outHasColours()).isEqualTo(hasColours);
    }

    @Test
    void isAsWideAsTheVariableSays() {
        assertThat(new Terminal(Map.of("COLUMNS", "72"), false, false).columns())
                .isEqualTo(OptionalInt.of(72));
        assertThat(new Terminal(Map.of("COLUMNS", "3"), false, false).columns()).isEqualTo(OptionalInt.of(20));
        assertThat(new Terminal(Map.of("COLUMNS", "wide"), false, false).columns())
                .isEqualTo(OptionalInt.empty());
        assertThat(new Terminal(Map.of(), false, false).columns()).isEqualTo(OptionalInt.empty());
    }

    private static Map<String, String> environment(String variables) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ", -1)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return environment;
    }
}
