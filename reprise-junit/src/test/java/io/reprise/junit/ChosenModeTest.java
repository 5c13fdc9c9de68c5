package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChosenModeTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', '', '', true, record-if-missing, the default",
        "'', '', '', '', false, replay, no upstream is known",
        "'', '', '', true, true, replay, the environment variable CI is set",
        "'', '', '', false, true, record-if-missing, the default",
        "record, '', '', '', true, record, the test",
        "record, '', '', true, true, replay, the environment variable CI is set",
        "live, '', '', true, true, live, the test",
        "record, '', live, '', true, live, the environment variable REPRISE_MODE",
        "record, replay, live, 1, true, replay, the system property reprise.mode",
        "replay, record, '', 1, true, record, the system property reprise.mode",
    })
    void thePropertyCountsMostThenTheEnvironmentThenTheTest(
            String declared,
            String property,
            String variable,
            String ci,
            boolean hasUpstream,
            String mode,
            String origin) {
        ChosenMode chosen =
                ChosenMode.of(declared, name -> property, Map.of("REPRISE_MODE", variable, "CI", ci)::get, hasUpstream);

        assertThat(chosen.mode()).hasToString(mode);
        assertThat(chosen.origin()).isEqualTo(origin);
    }

    @Test
    void aWrongModeIsSaidWithWhereItStands() {
        assertThatThrownBy(() -> ChosenMode.of("once", name -> null, name -> null, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the test: 'once' is not a mode")
                .hasMessageContaining("is 'record-if-missing'");
    }
}
