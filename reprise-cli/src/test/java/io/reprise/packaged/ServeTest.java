package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Seeds;
import io.reprise.packaged.PackagedProgram.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {
    private static final String QUESTION =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    /** With a comment, odd spacing, an escape and a number that no writer of JSON would write so. */
    private static final String ANSWER = """
            : hello

            data: {"id":"1","choices":[{"index":0,"delta":{"content":"h\\u0069"}}],  "x": 1.0}

            event: message
            data:{"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    @TempDir
    Path directory = Path.of("");

    @Test
    void recordsOnceAndReplaysInAnotherProcessWithoutTheApi() throws Exception {
        String recorded;
        try (FakeApi api = new FakeApi(ANSWER);
                PackagedProgram program =
                        PackagedProgram.start(directory, "serve", "--port", "0", "--upstream", api.url())) {
            recorded = program.post("/v1/chat/completions", QUESTION).body();
            program.post("/v1/chat/completions", QUESTION);

            Ended ended = program.stop();

            assertThat(ended.status()).isZero();
            assertThat(ended.err()).last().asString().startsWith("replayed 1, recorded 1");
            assertThat(api.calls()).isEqualTo(1);
        }
        try (PackagedProgram program = PackagedProgram.start(directory, "serve", "--port", "0")) {
            assertThat(program.post("/v1/chat/completions", QUESTION).body())
                    .isEqualTo(recorded)
                    .isEqualTo(ANSWER);
        }
        try (PackagedProgram lint = PackagedProgram.start(directory, "lint")) {
            assertThat(lint.end()).isEqualTo(new Ended(0, List.of(), List.of("no problems in 'recordings'")));
        }
    }

    @Test
    void aTestIdIsNoWayOutOfTheStore() throws Exception {
        Path inner = Files.createDirectories(directory.resolve("a/b/c"));
        try (FakeApi api = new FakeApi(ANSWER);
                PackagedProgram program =
                        PackagedProgram.start(inner, "serve", "--port", "0", "--upstream", api.url())) {
            program.post("/v1/chat/completions", QUESTION, "X-Reprise-Test", "../../etc/passwd");
            program.post("/t/..%2f..%2fetc%2fpasswd/v1/chat/completions", QUESTION);
            assertThat(program.stop().status()).isZero();
        }

        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allMatch(file -> file.startsWith(inner.resolve("recordings")));
        }
    }

    @Test
    void whatCannotBeKeptIsReportedAndMakesTheExitStatus() throws Exception {
        try (FakeApi api = new FakeApi(ANSWER);
                PackagedProgram program =
                        PackagedProgram.start(directory, "serve", "--port", "0", "--upstream", api.url())) {
            program.url();
            Files.writeString(directory.resolve("recordings"), "in the way");

            String answer = program.post("/v1/chat/completions", QUESTION).body();
            Ended ended = program.stop();

            assertThat(answer).isEqualTo(ANSWER);
            assertThat(ended.status()).isEqualTo(3);
            assertThat(ended.err()).last().asString().startsWith("  not kept: POST /v1/chat/completions");
        }
    }

    /** As from {@code timeout}, which signals the process and its group. */
    @Test
    void twoSignalsAtOnceAreOne() throws Exception {
        try (PackagedProgram program = PackagedProgram.start(directory, "serve", "--port", "0", "--demo")) {
            program.post("/v1/chat/completions", QUESTION);

            Ended ended = program.stopTwice(30);

            assertThat(ended.status()).isZero();
            assertThat(ended.err()).anyMatch(line -> line.startsWith("replayed 0, ") && line.contains("missed 1"));
        }
    }

    @Test
    void homeIsThatOfTheEnvironment() throws Exception {
        Path home = directory.resolve("home");
        try (PackagedProgram program = PackagedProgram.start(
                directory, Map.of("HOME", home.toString()), "serve", "--port", "0", "--demo", "--tls", "self-signed")) {
            assertThat(program.firstLine()).startsWith("listening on https://");
            assertThat(home.resolve(".reprise/tls")).isDirectory();
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PackagedProgram program =
                        PackagedProgram.start(directory, "serve", "--port", "" + taken.getLocalPort())) {
            Ended ended = program.end();

            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .singleElement()
                    .asString()
                    .startsWith("reprise: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
                    .endsWith("; choose another --port (0 takes a free one) or --host");
        }
    }

    @Test
    void aBuildRecordsNothingAndIsToldSo() throws Exception {
        try (FakeApi api = new FakeApi(ANSWER);
                PackagedProgram program = PackagedProgram.start(
                        directory, Map.of("CI", "true"), "serve", "--port", "0", "--upstream", api.url())) {
            int status = program.post("/v1/chat/completions", QUESTION).statusCode();
            Ended ended = program.stop();

            assertThat(status).isEqualTo(404);
            assertThat(api.calls()).isZero();
            assertThat(ended.err())
                    .contains("nothing is recorded, because CI=true is set;" + " --mode record-if-missing records");
        }
    }

    @Test
    void aBuildThatRecordsSaysSo() throws Exception {
        try (FakeApi api = new FakeApi(ANSWER);
                PackagedProgram program = PackagedProgram.start(
                        directory,
                        Map.of("CI", "1", "REPRISE_MODE", "record-if-missing"),
                        "serve",
                        "--port",
                        "0",
                        "--upstream",
                        api.url())) {
            int status = program.post("/v1/chat/completions", QUESTION).statusCode();
            Ended ended = program.stop();

            assertThat(status).isEqualTo(200);
            assertThat(ended.err())
                    .contains("CI is set to '1', but answers are recorded, because REPRISE_MODE says mode"
                            + " record-if-missing; --mode replay only replays");
        }
    }

    @Test
    void aTokenIsAskedForAndNeverShown() throws Exception {
        String token = "open-sesame-4711";
        try (PackagedProgram program = PackagedProgram.start(
                directory, Map.of("REPRISE_TOKEN", token), "serve", "--demo", "--port", "0", "-v")) {
            TxtarSeed seed = TxtarSeed.read("chat-stream-usage.txtar");

            assertThat(program.post(seed.path(), seed.body()).statusCode()).isEqualTo(401);
            Ended ended = program.stop();

            assertThat(ended.err()).contains("  token = (set) (REPRISE_TOKEN)");
            assertThat(ended.err().toString()).doesNotContain(token);
        }
    }

    @Test
    void healthIsKnownAtOnce() throws Exception {
        try (PackagedProgram program = PackagedProgram.start(directory, "serve", "--port", "0")) {
            assertThat(program.get("/__reprise/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aWrongFileIsNamedWithItsLine() throws Exception {
        Files.writeString(directory.resolve("reprise.yaml"), "port: 0\nmdoe: replay\n");
        try (PackagedProgram program = PackagedProgram.start(directory, "serve")) {
            assertThat(program.end())
                    .isEqualTo(new Ended(
                            2,
                            List.of(),
                            List.of("reprise: reprise.yaml:2: 'mdoe' is not a setting; did you mean 'mode'?")));
        }
    }

    @Test
    void aRecordingCutInHalfHarmsNoOther() throws Exception {
        try (PackagedProgram program =
                PackagedProgram.start(directory, "import", Seeds.originals().toString())) {
            assertThat(program.end().status()).isZero();
        }
        cutInHalf(directory.resolve("recordings/openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json"));
        TxtarSeed broken = TxtarSeed.read("chat-stream-usage.txtar");
        TxtarSeed whole = TxtarSeed.read("completions-stream-usage.txtar");

        try (PackagedProgram program = PackagedProgram.start(directory, "serve", "--port", "0")) {
            assertThat(program.post(broken.path(), broken.body()))
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(500))
                    .satisfies(answer -> assertThat(answer.body()).contains("abfcc89ce6cd.json"));
            assertThat(TxtarSeed.payloads(
                            program.post(whole.path(), whole.body()).body()))
                    .isEqualTo(whole.payloads());
        }
    }

    private static void cutInHalf(Path file) throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() / 2));
    }
}
