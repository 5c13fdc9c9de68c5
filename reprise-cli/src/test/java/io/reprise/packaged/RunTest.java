package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.packaged.PackagedProgram.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reprise run}, with commands of a POSIX shell. */
class RunTest {
    @TempDir
    Path directory = Path.of("");

    /** Until then, signals are for the command. */
    @Test
    void aSignalEndsTheWaitForAnswersAfterTheCommandHasEnded() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> asked = CompletableFuture.supplyAsync(() -> acceptAndTell(silent));
            String script = "curl -s -o answer -d '{\"model\":\"m\"}' $OPENAI_BASE_URL/chat/completions &"
                    + " until [ -e asked ]; do sleep 0.1; done; echo over";
            try (PackagedProgram program = PackagedProgram.start(
                    directory,
                    "run",
                    "--drain",
                    "10m",
                    "--mode",
                    "record-if-missing",
                    "--upstream",
                    "http://127.0.0.1:" + silent.getLocalPort() + "/v1",
                    "--",
                    "sh",
                    "-c",
                    script)) {
                assertThat(program.firstLine()).isEqualTo("over");

                Ended ended = program.stopUntilItEnds(500); // the first may still be for the command

                assertThat(ended.status()).as("%s", ended).isEqualTo(130);
            } finally {
                asked.join().close();
            }
        }
    }

    @Test
    void aSignalWithTheEndOfTheCommandIsForTheCommandAlone() throws Exception {
        try (PackagedProgram program = PackagedProgram.start(
                directory, "run", "--", "sh", "-c", "trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done")) {
            assertThat(program.firstLine()).isEqualTo("ready");

            assertThat(program.stop().status()).isEqualTo(7);
        }
    }

    private Socket acceptAndTell(ServerSocket silent) {
        try {
            Socket socket = silent.accept();
            Files.createFile(directory.resolve("asked"));
            return socket;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
