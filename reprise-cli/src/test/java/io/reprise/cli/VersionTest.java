package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"-V", "serve --version", "import -V", "list -V", "completion --version"})
    void isPrintedBehindEachCommand(String arguments) {
        CommandRunner runner = new CommandRunner(Path.of(""));

        Ended ended = runner.run(arguments.split(" "));

        assertThat(ended.out()).startsWith("reprise ");
        assertThat(ended).isEqualTo(runner.run("--version"));
    }
}
