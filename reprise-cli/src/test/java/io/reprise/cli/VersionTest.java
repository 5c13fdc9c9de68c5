package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.Terminal.Ended;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"-V", "serve --version", "import -V", "list -V", "completion --version"})
    void isPrintedBehindEachCommand(String arguments) {
        Terminal terminal = new Terminal(Path.of(""));

        Ended ended = terminal.run(arguments.split(" "));

        assertThat(ended.out()).startsWith("reprise ");
        assertThat(ended).isEqualTo(terminal.run("--version"));
    }
}
