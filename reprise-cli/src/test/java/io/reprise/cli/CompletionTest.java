package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void knowsCommandsAndOptions(String shell) {
        Ended ended = new CommandRunner(Path.of("")).run("completion", shell);

        assertThat(ended.status()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("serve", "upstream", "keep-errors", "lint", "fix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void saysHowThisProgramIsInstalledAndNoOther(String shell) {
        Ended ended = new CommandRunner(Path.of("")).run("completion", shell);

        assertThat(ended.out()).doesNotContain("YOUR_APP_HOME", "Installation instructions");
    }
}
