package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.Streams;
import io.reprise.cli.process.WatchedOutput;
import io.reprise.cli.terminal.Terminal;
import io.reprise.cli.verify.ScriptedApi;
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
import org.junit.jupiter.params.provider.CsvSource;
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
        Ended ended = runWithSeeds("Broken pipe", command);

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isEqualTo(ExitCode.UNREAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "list --json", "stats", "diff recordings recordings --json", "serve --help"})
    void saysThatItsOutputIsNotWritten(String command) {
        Ended ended = runWithSeeds("No space left on device", command);

        assertThat(ended.err()).isEqualTo("reprise: cannot write standard output: the disk is full; free some space\n");
        assertThat(ended.status()).isEqualTo(ExitCode.FAILED);
    }

    /** Each of its requests costs money. */
    @ParameterizedTest
    @CsvSource({"Broken pipe, 141", "No space left on device, 1"})
    void verifyAsksNoMoreWhenNobodyReads(String problem, int status) {
        CommandRunner commands = new CommandRunner(directory);
        for (int i = 0; i < 20; i++) {
            commands.write("recordings/" + i + ".json", """
                    {"reprise": 3,
                     "request": {"method": "POST", "path": "/v1/chat/completions", "body": {"model": "m%d", "messages": []}},
                     "response": {"status": 200, "headers": {"content-type": "application/json"},
                      "body": {"choices": [{"index": 0, "message": {"content": "It is sunny."}, "finish_reason": "stop"}]}}}
                    """.formatted(i));
        }
        try (ScriptedApi api = new ScriptedApi().say("It is rainy.")) {
            Ended ended = run(problem, "verify --yes --parallel 2 --upstream " + api.url());

            assertThat(ended.status()).as("%s", ended).isEqualTo(status);
            assertThat(ended.err()).doesNotContain("unexpected", "compared");
            assertThat(api.received()).hasSizeBetween(1, 8);
        }
    }

    private record Ended(int status, String err) {}

    private Ended runWithSeeds(String problem, String command) {
        new CommandRunner(directory).run("import", CommandRunner.seeds());
        return run(problem, command);
    }

    /** Runs a command whose output is held back as that of a process, and then cannot be written. */
    private Ended run(String problem, String command) {
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
