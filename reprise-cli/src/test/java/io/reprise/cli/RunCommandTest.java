package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reprise.cli.CommandRunner.Ended;
import io.reprise.cli.project.DemoRecordings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reprise run}, with commands of a POSIX shell. */
class RunCommandTest {
    private static final String ASK =
            "curl -s -o answer \"$OPENAI_BASE_URL/chat/completions\" -H 'content-type: application/json' -d ";

    @TempDir
    Path directory;

    private CommandRunner commands;

    @BeforeEach
    void prepare() {
        commands = new CommandRunner(directory).with("PATH", System.getenv("PATH"));
    }

    private Ended run(String script, String... flags) {
        String[] arguments = new String[flags.length + 5];
        arguments[0] = "run";
        System.arraycopy(flags, 0, arguments, 1, flags.length);
        arguments[flags.length + 1] = "--";
        arguments[flags.length + 2] = "sh";
        arguments[flags.length + 3] = "-c";
        arguments[flags.length + 4] = script;
        return commands.run(arguments);
    }

    /** What the script has written into the file of this name. */
    private String answer(String script) {
        assertThat(run(script, "--demo", "--fail-on", "none").status()).isZero();
        return commands.read("answer");
    }

    @Test
    void endsWithTheStatusOfTheCommand() {
        assertThat(run("exit 7").status()).isEqualTo(7);
        assertThat(run("exit 0")).isEqualTo(new Ended(0, "", ""));
    }

    @Test
    void saysOnceThatTheLogCannotBeWritten() {
        Ended ended = run(ASK + "'{}'; " + ASK + "'{}'", "--demo", "--fail-on", "none", "--log-file", "/dev/full");

        assertThat(ended.status()).as("%s", ended).isZero();
        assertThat(ended.said())
                .containsOnlyOnce("reprise: --log-file: cannot write '/dev/full': the disk is full; free some space"
                        + "; lines of the log are missing");
    }

    @Test
    void givesAnSdkOneOfTwoVariablesThatContradictEachOther() {
        String print = "echo \"$OPENAI_BASE_URL $AZURE_OPENAI_ENDPOINT\" > answer";

        assertThat(answer(print)).matches("http://127.0.0.1:\\d+/v1 http://127.0.0.1:\\d+\n");
        commands.with("AZURE_OPENAI_ENDPOINT", "https://example.openai.azure.com");
        assertThat(answer(print)).matches(" http://127.0.0.1:\\d+\n");
        commands.with("OPENAI_API_KEY", "a-key");
        assertThat(answer(print)).matches("http://127.0.0.1:\\d+/v1 http://127.0.0.1:\\d+\n");
    }

    @Test
    void aClientOfAnotherApiDoesNotGetTheModelsOfTheDemo() {
        String list = "curl -s -o answer $OPENAI_BASE_URL/models -H 'anthropic-version: 2023-06-01'";

        assertThat(answer(list))
                .startsWith("{\"type\":\"error\",\"error\":{")
                .contains("no recording answers GET /v1/models");
    }

    @Test
    void aMissOfAnotherMethodHasTheFormOfThePathsApi() {
        assertThat(answer("curl -s -o answer $OPENAI_BASE_URL/chat/completions"))
                .startsWith("{\"error\":{")
                .contains("the recordings of this path are of POST (such as ", "but this request is a GET");
    }

    @Test
    void saysThatRequestsGotAnErrorAndWhy() {
        Ended ended = run(
                "for i in 1 2; do curl -s -o answer -d '{}' $OPENAI_BASE_URL/chat/completions; done",
                "--mode",
                "record-if-missing",
                "--upstream",
                "http://127.0.0.1:1/v1");

        assertThat(ended.status()).isZero();
        assertThat(ended.err())
                .contains("failed 2")
                .containsPattern(
                        "\n  2 requests got an error instead of an answer\n    .*127\\.0\\.0\\.1:1.* \\(2 times\\)\n");
    }

    @Test
    void pointsAllSdksAtItself() {
        Ended ended = run("printf '%s\\n' $OPENAI_BASE_URL $ANTHROPIC_BASE_URL $OLLAMA_HOST $REPRISE_URL > urls");

        assertThat(ended.status()).isZero();
        assertThat(commands.read("urls")).matches("(http://127.0.0.1:\\d+)/v1\n\\1\n\\1\n\\1\n");
    }

    @Test
    void tellsTestFrameworksOfWhichServerItHasChosenTheMode() {
        commands.with("REPRISE_URL", "http://elsewhere:8000").with("REPRISE_RUN_URL", "http://elsewhere:8000");
        String print = "printf '%s\\n' $REPRISE_RUN_URL $REPRISE_URL > urls";

        assertThat(run(print)).isEqualTo(new Ended(0, "", ""));
        assertThat(commands.read("urls")).matches("(http://127.0.0.1:\\d+)\n\\1\n");
        run(print, "--env", "REPRISE_URL");
        assertThat(commands.read("urls")).matches("http://127.0.0.1:\\d+\nhttp://elsewhere:8000\n");
    }

    @Test
    void givesAKeyWhereNoneIsSet() {
        commands.with("ANTHROPIC_AUTH_TOKEN", "mine");
        String print = "printf '%s\\n' \"$OPENAI_API_KEY\" \"$ANTHROPIC_API_KEY\" \"$AWS_BEARER_TOKEN_BEDROCK\" > ";

        run(print + "replay");

        String key = "no-key-is-needed-in-replay";
        assertThat(commands.read("replay")).isEqualTo(key + "\n\n" + key + "\n");
        for (String mode : List.of("record-if-missing", "record", "live")) {
            run(print + mode, "--mode", mode, "--upstream", "https://api.example.com/v1");
            assertThat(commands.read(mode))
                    .as("AWS' SDKs take their own credentials")
                    .isEqualTo(key + "\n\n\n");
            run(print + mode, "--mode", mode, "--upstream", "http://127.0.0.1:1/v1");
            assertThat(commands.read(mode))
                    .as("a server of one's own needs none")
                    .isEqualTo("\n\n\n");
        }
    }

    @Test
    void hidesNoKeyThatTheCommandReadsFromAFile() {
        commands.write(".env", "# mine\nexport OPENAI_API_KEY = 'sk-mine'\nGROQ_API_KEY=\n");
        commands.write(".env.test", "GEMINI_API_KEY=mine\n");
        String print = "printf '%s\\n' \"$OPENAI_API_KEY\" \"$GROQ_API_KEY\" \"$GOOGLE_API_KEY\" > ";

        run(print + "record", "--mode", "record-if-missing", "--upstream", "https://api.example.com/v1");
        run(print + "replay");

        String key = "no-key-is-needed-in-replay";
        assertThat(commands.read("record")).isEqualTo("\n" + key + "\n\n");
        assertThat(commands.read("replay")).isEqualTo(key + "\n" + key + "\n" + key + "\n");
    }

    @Test
    void replaysWithoutTheKeyThatRecordedAndSaysWhereItIsMissing() throws IOException {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> keys = new CopyOnWriteArrayList<>();
        upstream.createContext("/", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        upstream.start();
        try {
            String url = "http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1";
            String[] flags = {"--mode", "record-if-missing", "--upstream", url};
            String ask = ASK.replace(" -d ", " -H \"Authorization: Bearer $OPENAI_API_KEY\" -d ");

            commands.with(
                    "OPENAI_API_KEY", "no-key-is-needed-in-replay"); // as with an upstream that is not on this machine

            Ended recorded = run("OPENAI_API_KEY=mine; " + ask + "'{\"model\":\"m\"}'", flags);
            Ended replayed = run(ask + "'{\"model\":\"m\"}'", flags);
            Ended missed = run(ask + "'{\"model\":\"n\"}'", flags);

            assertThat(recorded).isEqualTo(new Ended(0, "", ""));
            assertThat(replayed).isEqualTo(new Ended(0, "", ""));
            assertThat(missed.status()).isEqualTo(4);
            assertThat(missed.err())
                    .contains("missed POST /v1/chat/completions model=n")
                    .contains("status 4: 1 request had no recording, and no API key to ask an upstream with\n")
                    .contains("this records what is missing, with an API key in OPENAI_API_KEY: reprise run --mode");
            assertThat(commands.read("answer")).contains("set OPENAI_API_KEY and run the client again");
            assertThat(keys).containsExactly("Bearer mine");
        } finally {
            upstream.stop(0);
        }
    }

    @Test
    void leavesVariablesThatTheUserWantsOtherwise() {
        commands.with("OLLAMA_HOST", "elsewhere:1");

        run(
                "printf '%s\\n' \"$OLLAMA_HOST\" \"$MY_URL\" > urls",
                "--env", "OLLAMA_HOST", "--env", "MY_URL={url}/t/one/v1");

        assertThat(commands.read("urls")).matches("elsewhere:1\nhttp://127.0.0.1:\\d+/t/one/v1\n");
    }

    @Test
    void keepsItsRequestsAwayFromAProxy() {
        commands.with("HTTP_PROXY", "http://proxy.example:3128").with("NO_PROXY", "internal.example");

        run("printf %s $NO_PROXY > proxy");

        assertThat(commands.read("proxy")).isEqualTo("internal.example,127.0.0.1,localhost,::1");
    }

    @Test
    void keepsItsRequestsAwayFromAProxyForClientsThatReadOtherLetters() {
        commands.with("https_proxy", "http://proxy.example:3128").with("NO_PROXY", "internal.example");

        run("printf %s $no_proxy > proxy");

        assertThat(commands.read("proxy")).isEqualTo("internal.example,127.0.0.1,localhost,::1");
    }

    @Test
    void takesNothingOfWhatIsSaidAboutOtherServers() {
        commands.with("REPRISE_HOST", "203.0.113.7")
                .with("REPRISE_PORT", "1")
                .with("REPRISE_TOKEN", "x".repeat(32))
                .with("REPRISE_TLS", "self-signed")
                .with("REPRISE_TLS_CERT", "/none")
                .with("REPRISE_TLS_KEY", "/none");

        Ended ended = run("curl -s -o /dev/null -w '%{http_code}' $REPRISE_URL/__reprise/report > status");

        assertThat(ended).isEqualTo(new Ended(0, "", ""));
        assertThat(commands.read("status")).isEqualTo("200");
    }

    @Test
    void endsWithFourAfterAMissAndSaysWhatWasMissed() {
        Ended ended = run(ASK + "'{\"model\":\"m\",\"messages\":[]}'");

        assertThat(ended.status()).isEqualTo(4);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("missed POST /v1/chat/completions model=m")
                .contains("status 4: 1 request had no recording\n")
                .contains("reprise run --mode record-if-missing --upstream URL -- sh -c");
    }

    @Test
    void endsWithTheStatusOfTheCommandIfNothingIsToFail() {
        assertThat(run(ASK + "'{}'; exit 3", "--fail-on", "none").status()).isEqualTo(3);
    }

    @Test
    void namesWhatHasExpired() {
        commands.run("import", CommandRunner.seed("chat-stream-usage.txtar"), "--dates");
        String file = commands.files("recordings").keySet().iterator().next();
        String dated = commands.read("recordings/" + file);
        commands.write("recordings/" + file, dated.replaceFirst("(\"recorded\": )\"[0-9-]+\"", "$1\"2020-02-01\""));
        String ask =
                ASK + "'{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"user\",\"content\":\"tell me a joke\"}],"
                        + "\"stream\":true,\"stream_options\":{\"include_usage\":true}}'";

        Ended warned = run(ask, "--max-age", "30d");
        Ended failed = run(ask, "--max-age", "30d", "--on-expired", "fail");
        Ended fresh = run(ask, "--max-age", "100y");

        assertThat(dated).containsPattern("\\n  \"recorded\": \"20[0-9-]{8}\",\\n  \"request\"");
        assertThat(warned.status()).isZero();
        assertThat(warned.err())
                .contains("1 recording has expired:\n  expired: '" + file + "' was recorded on 2020-02-01, ")
                .contains("to record them again, run the tests with: reprise run --mode record-if-missing --max-age 30d"
                        + " --on-expired record --upstream URL -- sh -c");
        assertThat(failed.status()).isEqualTo(4);
        assertThat(failed.err())
                .contains(
                        "this records what is missing: reprise run --mode record-if-missing --max-age 30d --on-expired record"
                                + " --upstream URL -- sh -c");
        assertThat(commands.read("answer")).doesNotContain("was recorded on");
        assertThat(fresh).isEqualTo(new Ended(0, "", ""));
    }

    @Test
    void writesTheLogToAFile() {
        run(ASK + "'{}'", "--log-file", "requests.log");

        assertThat(commands.read("requests.log")).contains("missed POST /v1/chat/completions");
    }

    @Test
    void saysThatThereIsNoSuchCommand() {
        Ended ended = commands.run("run", "no-such-command");

        assertThat(ended.status()).isEqualTo(127);
        assertThat(ended.err())
                .isEqualTo("reprise: there is no program 'no-such-command'; is it installed, and in PATH?\n");
    }

    @Test
    void saysThatAFileIsNotExecutable() throws IOException {
        Files.writeString(directory.resolve("script"), "exit 0");

        Ended ended = commands.run("run", "--", "./script");

        assertThat(ended.status()).isEqualTo(126);
        assertThat(ended.err())
                .isEqualTo("reprise: './script' cannot be run: it is not executable; 'chmod +x' makes it so\n");
    }

    @Test
    void leavesTheArgumentsOfTheCommandAlone() throws IOException {
        Files.writeString(directory.resolve("list"), "expanded");

        commands.run("run", "sh", "-c", "printf '%s ' \"$@\" > arguments", "sh", "--port", "x", "@list", "--", "-v");

        assertThat(commands.read("arguments")).isEqualTo("--port x @list -- -v ");
    }

    @Test
    void refusesAVariableWithoutAName() {
        Ended ended = run("exit 0", "--env", "=x");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("'=x' names no variable");
    }

    @Test
    void aSignalThatEndedTheCommandCountsMoreThanAMiss() {
        assertThat(run(ASK + "'{}'; kill -9 $$").status()).isEqualTo(137);
    }

    @Test
    void failsOnRecordingsThatATestDidNotUse() throws IOException {
        try (DemoRecordings demo = DemoRecordings.unpack()) {
            Ended ended = run(
                    ASK + "'" + DemoRecordings.request() + "'",
                    "--recordings",
                    demo.directory().toString(),
                    "--fail-on",
                    "unused,live");

            assertThat(ended.status()).isEqualTo(4);
            assertThat(ended.err()).contains("not used:").doesNotContain("--fail-on live", "reprise prune");
        }
    }

    /** Without a test id, nothing says whether a recording is needed. */
    @Test
    void listsWhatCanBeDeletedIfRequestsNameATest() throws IOException {
        String ask = ASK + "'" + DemoRecordings.request() + "'";
        try (DemoRecordings demo = DemoRecordings.unpack()) {
            Ended ended = run(
                    ask + "; " + ask + " -H 'X-Reprise-Test: library'",
                    "--recordings",
                    demo.directory().toString(),
                    "--fail-on",
                    "unused");

            assertThat(ended.err())
                    .contains("to list what can be deleted, run: reprise prune --unused-runs 1 --recordings")
                    .doesNotContain("--write");
        }
    }

    @Test
    void namesTheTestWhoseAnswersAreNotKept() throws IOException {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        upstream.start();
        String ask = ASK + "'{\"user\":\"ghp_16C7e42F292c6912E7710c838347Ae178B4a\"}' -H 'X-Reprise-Test: chat'";
        try {
            Ended ended = run(
                    ask + "; " + ask,
                    "--mode",
                    "record-if-missing",
                    "--upstream",
                    "http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1");

            assertThat(ended.status()).isEqualTo(3);
            assertThat(ended.err().lines())
                    .filteredOn(line -> line.contains("not kept: "))
                    .singleElement()
                    .asString()
                    .startsWith("  not kept: POST /v1/chat/completions test=chat: it seems to contain a credential")
                    .endsWith("(2 times)");
        } finally {
            upstream.stop(0);
        }
    }

    @Test
    void namesTheRulesThatWouldMendMisses() throws IOException {
        String asked = DemoRecordings.request();
        String other = asked.substring(0, asked.lastIndexOf('}')) + ",\"user\":\"somebody\"}";
        try (DemoRecordings demo = DemoRecordings.unpack()) {
            Ended ended = run(
                    ASK + "'" + other + "'", "--recordings", demo.directory().toString());

            assertThat(ended.said())
                    .containsSequence(
                            "if such differences should not matter, add to 'rules' of reprise.yaml:",
                            "  - leave out $.user");
        }
    }

    @Test
    void takesTheFlagsOfServe() {
        assertThat(run("exit 0", "--quiet")).isEqualTo(new Ended(0, "", ""));
        assertThat(run(ASK + "'" + DemoRecordings.request() + "'", "--demo").status())
                .isZero();
        assertThat(commands.read("answer")).contains("chat.completion");
        assertThat(run("exit 0", "--demo", "--recordings", "other").err()).contains("--demo serves only its own");
        assertThat(run("exit 0", "--quiet", "-v").err()).contains("--quiet and -v contradict each other");
        assertThat(commands.run("run", "--help").out()).contains("Port; 0 takes a free one. Default: a free one.");
    }

    @Test
    void saysWhichReasonsToFailThereAre() {
        Ended ended = run("exit 0", "--fail-on", "miss,typo");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("'typo' is not one of miss, unused, live and none");
    }
}
