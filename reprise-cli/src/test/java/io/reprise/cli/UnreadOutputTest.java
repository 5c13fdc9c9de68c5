package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.Streams;
import io.reprise.cli.process.WatchedOutput;
import io.reprise.cli.terminal.Terminal;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose standard output cannot be written: closed before they have printed all, as by {@code | head}, or on a full disk. */
class UnreadOutputTest {
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "list --json",
                "stats",
                "diff recordings recordings --json",
                "list --json --filter is:broken",
                "--help"
            })
    void endsWithoutAWord(String command) {
        Ended ended = run("Broken pipe", command);

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isEqualTo(ExitCode.UNREAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "list --json", "stats", "diff recordings recordings --json", "serve --help"})
    void saysThatItsOutputIsNotWritten(String command) {
        Ended ended = run("No space left on device", command);

        assertThat(ended.err()).isEqualTo("reprise: cannot write standard output: the disk is full; free some space\n");
        assertThat(ended.status()).isEqualTo(ExitCode.FAILED);
    }

    private record Ended(int status, String err) {}

    /** Runs a command whose output is held back as that of a process, and then cannot be written. */
    private Ended run(String problem, String command) {
        new CommandRunner(directory).run("import", CommandRunner.seeds());
        WatchedOutput closed = new WatchedOutput(new Closed(problem));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                new ProcessEnvironment(
                        new Streams(
                                InputStream.nullInputStream(),
                                new PrintStream(new BufferedOutputStream(closed), false, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                closed::failure),
                        Map.of(),
                        directory,
                        new Terminal(Map.of(), false, false)),
                command.split(" ", -1));
        return new Ended(status, err.toString(StandardCharsets.UTF_8));
    }

    /** A pipe that nobody reads, or a file on a full disk. */
    private static final class Closed extends OutputStream {
        private final String problem;

        Closed(String problem) {
            this.problem = problem;
        }

        @Override
        public void write(int one) throws IOException {
            throw new IOException(problem);
        }
    }
}
