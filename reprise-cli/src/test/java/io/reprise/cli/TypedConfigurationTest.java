package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --config -}: a configuration on standard input. */
class TypedConfigurationTest {
    private static final int WRONG_USE = 2;

    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void record() throws Exception {
        runner = new CommandRunner(directory);
        runner.write("reprise.yaml", "recordings: nowhere\n");
        runner.write("kept/a.json", """
                {"reprise": 1, "request": {"method": "GET", "path": "/v1/things"},
                 "response": {"status": 200, "headers": {}, "body": {"n": 1}}}
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "stats", "lint", "prune"})
    void countsInThePlaceOfTheFileOfTheWorkingDirectory(String command) {
        Ended ended = runner.typing("\ufeffrecordings: kept\n").run(command, "--config", "-", "--json");

        assertThat(ended.err()).as(ended.toString()).doesNotContain("nowhere");
        assertThat(ended.status()).as(ended.toString()).isNotEqualTo(WRONG_USE);
    }

    @Test
    void listsWhatItNames() {
        assertThat(runner.typing("recordings: kept\n").run("list", "--config=-").out())
                .contains("/v1/things");
    }

    @Test
    void aMistakeInItIsOnALineOfStandardInput() {
        Ended ended = runner.typing("mode: replay\nrecodings: kept\n").run("list", "--config", "-");

        assertThat(ended.status()).isEqualTo(WRONG_USE);
        assertThat(ended.err())
                .endsWith("standard input:2: 'recodings' is not a setting; did you mean 'recordings'?\n");
    }
}
