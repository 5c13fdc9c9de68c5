package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link UnknownVariables}. */
class UnknownVariablesTest {
    @TempDir
    Path directory;

    private Configuration.Inputs inputs(String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables) {
            environment.put(variable, "1");
        }
        return new Configuration.Inputs(Map.of(), List.of(), Optional.empty(), environment, directory);
    }

    @ParameterizedTest
    @CsvSource({
        "REPRISE_MDOE, REPRISE_MODE",
        "REPRISE_UPSTREAMS, REPRISE_UPSTREAM",
        "REPRISE_RECORDING, REPRISE_RECORDINGS",
        "reprise_mode, REPRISE_MODE",
        "REPRISE_CA, REPRISE_CA_FILE",
        "REPRISE_ALLOW_ORIGIN, REPRISE_ALLOW_ORIGINS",
        "REPRISE_UPSTREAM_TIMEOUT, REPRISE_TIMEOUT_UPSTREAM_FIRST_BYTE",
        "REPRISE_LIMITS_MEMORY, REPRISE_MEMORY",
        "REPRISE_TIMEOUTS_HEADER, REPRISE_TIMEOUT_HEADER",
    })
    void aMisspeltVariableIsNamedWithTheRightOne(String misspelt, String meant) {
        assertThat(UnknownVariables.warnings(inputs(misspelt, "HOME", "REPRISE_DEBUG")))
                .containsExactly("the environment variable " + misspelt
                        + " is ignored: there is no such setting; did you mean " + meant + "?");
    }

    @Test
    void whatIsLikeNoSettingIsNamedAsWell() {
        assertThat(UnknownVariables.warnings(inputs("REPRISE_FLAVOUR")))
                .containsExactly("the environment variable REPRISE_FLAVOUR is ignored: there is no such setting;"
                        + " docs/configuration.md lists all variables");
    }

    @Test
    void allVariablesOfSettingsAreKnown() {
        for (Setting setting : Setting.values()) {
            assertThat(UnknownVariables.warnings(inputs(setting.variable()))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REPRISE_HOME",
                "REPRISE_BASE_URL",
                "REPRISE_RUN",
                "REPRISE_RUN_URL",
                "REPRISE_LINGER_MS",
                "REPRISE_SERVICE_HOST",
                "REPRISE_SERVICE_PORT",
                "REPRISE_SERVICE_PORT_HTTP",
                "REPRISE_PORT_8000_TCP",
                "REPRISE_PORT_8000_TCP_ADDR"
            })
    void variablesThatKubernetesSetsForAServiceOfThisNameAreNoMistakes(String name) {
        assertThat(UnknownVariables.warnings(inputs(name))).isEmpty();
    }

    @Test
    void thePortOfAServiceOfKubernetesIsNoSetting() {
        Configuration configuration = Configuration.of(new Configuration.Inputs(
                Map.of(), List.of(), Optional.empty(), Map.of("REPRISE_PORT", "tcp://10.96.0.17:8000"), directory));

        assertThat(configuration.of(Setting.PORT)).isEqualTo(new ChosenValue("8000", Configuration.DEFAULT));
    }

    @Test
    void aVariableThatTheFileNamesBelongsToItsUser() throws IOException {
        Files.writeString(
                directory.resolve("reprise.yaml"),
                "upstreams:\n  - url: https://example.com/${REPRISE_PATH}/${REPRISE_TIER:-a}\n");

        assertThat(UnknownVariables.warnings(inputs("REPRISE_PATH", "REPRISE_TIER", "REPRISE_TIE")))
                .hasSize(1);
    }
}
