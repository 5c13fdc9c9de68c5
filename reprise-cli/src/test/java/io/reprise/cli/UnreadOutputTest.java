package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.Streams;
import io.reprise.cli.process.WatchedOutput;
import io.reprise.cli.terminal.Terminal;
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

/** Commands whose standard output is closed before they have printed all, as by {@code | head}. */
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
                "list --json --filter is:broken"
            })
    void endsWithoutAWord(String command) {
        new CommandRunner(directory).run("import", CommandRunner.seeds());
        WatchedOutput closed = new WatchedOutput(new Closed());
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status = Main.run(
                new ProcessEnvironment(
                        new Streams(
                                InputStream.nullInputStream(),
                                new PrintStream(closed, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                closed::isUnread),
                        Map.of(),
                        directory,
                        new Terminal(Map.of(), false, false)),
                command.split(" ", -1));

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isEqualTo(ExitCode.UNREAD);
    }

    /** A pipe that nobody reads. */
    private static final class Closed extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("Broken pipe");
        }
    }
}
