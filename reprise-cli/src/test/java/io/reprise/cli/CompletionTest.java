package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
    @TempDir
    Path directory = Path.of("");

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

    @ParameterizedTest
    @CsvSource({
        "serve --mode, replay",
        "run --fail-on, unused",
        "serve --on-expired, warn",
        "list --sort, -bytes",
        "stats --by, family",
        "export --format, llama-stack",
        "completion, fish",
        "store, migrate",
        "help, serve",
    })
    void bashOffersValues(String words, String value) throws IOException, InterruptedException {
        assertThat(offered(words)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "serve --recordings", "run --", "mv"})
    void bashOffersFilesWhereNothingElseIsKnown(String words) throws IOException, InterruptedException {
        assertThat(offered(words)).isEmpty();
        assertThat(new CommandRunner(directory).run("completion", "bash").out())
                .contains("complete -F _complete_reprise -o default reprise")
                .doesNotContain("compopt +o default");
    }

    @Test
    void fishOffersValues() {
        assertThat(new CommandRunner(directory).run("completion", "fish").out())
                .contains("-l mode -x -a 'record-if-missing replay record live'", "-f -a 'bash zsh fish'");
    }

    /** What the script offers after these words. */
    private List<String> offered(String words) throws IOException, InterruptedException {
        Path script = directory.resolve("completion");
        Files.writeString(
                script,
                new CommandRunner(directory).run("completion", "bash").out() + "COMP_WORDS=(reprise " + words
                        + " '')\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\nCOMP_LINE=\"${COMP_WORDS[*]}\"\n_complete_reprise\n"
                        + "printf '%s\\n' \"${COMPREPLY[@]}\"\n");
        Process bash = new ProcessBuilder("bash", script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return said.lines().filter(line -> !line.isEmpty()).toList();
    }
}
