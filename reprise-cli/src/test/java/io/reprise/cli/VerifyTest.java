package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.cli.verify.ScriptedApi;
import io.reprise.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    private static final String KEY = "zq-live-4f8a1c77e09b2d55";

    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));
    private final ScriptedApi api = new ScriptedApi();

    @BeforeEach
    void keep() {
        runner = new CommandRunner(directory);
        runner.write("reprise.yaml", """
                prices:
                  - model: m*
                    input: 1
                    output: 2
                """);
        keep("recordings/a.json", "/v1/chat/completions", question("m-one"), "It is sunny.");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static String question(String model) {
        return "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"%s?\"}]}"
                .formatted(model, model);
    }

    private void keep(String file, String path, String body, String answer) {
        runner.write(file, """
                {"reprise": 3,
                 "request": {"method": "POST", "path": "%s", "body": %s},
                 "response": {"status": 200, "headers": {"content-type": "application/json", "x-a": "1"}, "at": 100,
                  "body": {"id": "c", "choices": [{"index": 0, "message": {"role": "assistant", "content": "%s"}, "finish_reason": "stop"}],
                           "usage": {"prompt_tokens": 1000, "completion_tokens": 500}}}}
                """.formatted(path, body, answer));
    }

    private Ended verify(String... more) {
        List<String> arguments = new ArrayList<>(List.of("verify", "--upstream", api.url()));
        arguments.addAll(List.of(more));
        return runner.run(arguments.toArray(String[]::new));
    }

    @Test
    void saysHowFarTheAnswerIsFromTheRecordedOne() {
        api.say("It is rainy.");

        Ended ended = verify("--diff");

        assertThat(ended.status()).as("%s", ended).isZero();
        assertThat(ended.out().lines())
                .startsWith("a.json  m-one", "  words       33.3 % differ")
                .contains(
                        "  tokens out  500 -> 500",
                        "  cost        $0.002 -> $0.002",
                        "  answer: It is [-sunny-]{+rainy+}.")
                .noneMatch(line -> line.contains("members") || line.contains("headers"));
        assertThat(ended.err()).isEqualTo("compared 1 recording, 1 answer; the answers cost $0.002\n");
    }

    @Test
    void keepsNothing() {
        api.say("It is rainy.");
        Map<String, String> before = runner.files(".");

        verify();

        assertThat(runner.files(".")).isEqualTo(before);
    }

    @Test
    void endsWithStatus4BeyondAThreshold() {
        api.say("It is rainy.");

        Ended beyond = verify("--max-words", "20%");
        Ended within = verify("--max-words", "40%", "--same-shape", "--max-cost", "1.5x");

        assertThat(beyond.status()).isEqualTo(4);
        assertThat(beyond.out()).contains("  beyond      words: 33.3 % is more than 20%\n");
        assertThat(beyond.err()).startsWith("compared 1 recording, 1 answer; 1 beyond a threshold");
        assertThat(within.status()).as("%s", within).isZero();
    }

    @Test
    void measuresTheSpreadOfSeveralAnswers() {
        api.say("It is sunny.").say("It is rainy.").say("It is rainy.");

        Ended ended = verify("--repeat", "3", "--json");

        Json report = Json.parse(ended.out());
        Json recording = report.list("recordings").get(0);
        assertThat(ended.status()).as("%s", ended).isZero();
        assertThat(recording.at("same")).contains(new Json.JsonNumber("1"));
        assertThat(recording.at("words_percent", "now", "count")).contains(new Json.JsonNumber("3"));
        assertThat(recording.at("words_percent", "now", "mean")).contains(new Json.JsonNumber("22.2"));
        assertThat(recording.at("words_percent", "now", "deviation")).contains(new Json.JsonNumber("19.2"));
        assertThat(recording.list("differences")).hasSize(3);
        assertThat(report.text("cost_usd")).isEqualTo("0.006");
    }

    @Test
    void notesAnotherStatus() {
        api.then(404, "x-a", "1", "{\"error\": {\"message\": \"no such model\"}}");

        Ended ended = verify("--same-shape");

        assertThat(ended.status()).as("%s", ended).isEqualTo(4);
        assertThat(ended.out()).contains("status      200 -> 404", "--header gives others that the API may need");
    }

    @Test
    void sendsAHeaderOfTheEnvironmentAndShowsItNowhere() {
        api.then(200, "x-echo", KEY, "{\"choices\": [{\"message\": {\"content\": \"your key is " + KEY + "\"}}]}");
        runner.with("MY_SECRET_VALUE", KEY);

        Ended ended = verify("--header", "Authorization: Bearer ${MY_SECRET_VALUE}", "--diff");
        Ended json = verify("--header", "Authorization: Bearer ${MY_SECRET_VALUE}", "--json");

        assertThat(api.received().get(0).header("authorization")).isEqualTo("Bearer " + KEY);
        assertThat(api.received().get(0).path()).isEqualTo("/v1/chat/completions");
        assertThat(api.received().get(0).header("content-type")).isEqualTo("application/json");
        assertThat(ended + json.toString()).doesNotContain(KEY);
    }

    @Test
    void sendsTheKeyOfAnApiToNobodyElse() {
        api.say("Fine.");
        runner.with("OPENAI_API_KEY", KEY);

        verify();

        assertThat(api.received().get(0).headers().toString()).doesNotContain(KEY);
    }

    @Test
    void asksAnUpstreamThatRefusesTheKeyOnlyOnce() {
        keep("recordings/b.json", "/v1/chat/completions", question("m-two"), "Fine.");
        api.then(401, "x-a", "1", "{}");

        Ended ended = verify();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(api.received()).hasSize(1);
        assertThat(ended.out())
                .contains(
                        "not answered 2 recordings (a.json, b.json): upstream '127.0.0.1' answered with status 401: it got no key; give it with --header,"
                                + " or as 'headers' of the upstream in reprise.yaml\n");
    }

    @Test
    void saysWhichUpstreamIsNotThere() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        Ended ended = runner.run("verify", "--upstream", "http://127.0.0.1:" + free + "/v1");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out())
                .contains("not answered a.json: upstream '127.0.0.1' gave no answer: nothing listens there");
    }

    @Test
    void skipsWhatItCannotAskFor() {
        keep("recordings/b.json", "/v1/files", "{\"model\": \"m\"}", "x");
        keep("recordings/c.json", "/v1/responses", "{\"model\": \"m\", \"previous_response_id\": \"resp_1\"}", "x");
        api.say("It is sunny.");

        Ended ended = verify();

        assertThat(ended.status()).isZero();
        assertThat(api.received()).hasSize(1);
        assertThat(ended.out())
                .contains("skipped b.json: its request may change something at the upstream")
                .contains("skipped c.json: its request names 'resp_1' (previous_response_id)");
        assertThat(ended.err()).startsWith("compared 1 recording, 1 answer; 2 skipped");
    }

    @Test
    void saysWhatItWouldAskAndWhatThatCosts() {
        keep("recordings/b.json", "/v1/chat/completions", question("other"), "Fine.");

        Ended ended = verify("--dry-run", "--repeat", "2");
        Json json = Json.parse(verify("--dry-run", "--repeat", "2", "--json").out());

        assertThat(ended.status()).isZero();
        assertThat(api.received()).isEmpty();
        assertThat(ended.out())
                .contains("a.json: POST /v1/chat/completions m-one -> " + api.url() + ", about $0.002\n")
                .contains("b.json: POST /v1/chat/completions other -> " + api.url() + ", of unknown cost\n");
        assertThat(ended.err())
                .contains("4 requests for 2 recordings, about $0.004, and 2 calls of unknown cost; nothing was sent")
                .contains("key for 127.0.0.1:", "none; give it with --header");
        assertThat(json.text("cost_usd")).isEqualTo("0.004");
        assertThat(json.get("calls")).contains(new Json.JsonNumber("4"));
    }

    @Test
    void sendsManyRequestsOnlyWithLeave() {
        api.say("It is sunny.");

        Ended refused = verify("--repeat", "26");
        Ended allowed = verify("--repeat", "26", "--yes", "--parallel", "2");

        assertThat(refused)
                .isEqualTo(new Ended(
                        2,
                        "",
                        "reprise: this would send 26 requests, about $0.05; --yes sends them, --filter selects fewer, and"
                                + " --dry-run lists them\n"));
        assertThat(allowed.status()).isZero();
        assertThat(api.received()).hasSize(26);
    }

    @Test
    void asksForTheNamedRecordingsOnly() {
        keep("recordings/b.json", "/v1/chat/completions", question("m-two"), "It is sunny.");
        api.say("It is sunny.");

        Ended named = verify("recordings/b.json");
        Ended filtered = verify("--filter", "model:m-one");
        Ended none = verify("--filter", "model:nonsense");
        Ended unknown = verify("abcdef");

        assertThat(named.out())
                .contains("b.json  m-two\n  answer      says the same\n")
                .doesNotContain("a.json");
        assertThat(filtered.out()).contains("a.json").doesNotContain("b.json");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("nothing was sent: no recording is selected");
        assertThat(unknown.err()).contains("there is no recording 'abcdef'");
    }

    @Test
    void sendsNoHeaderToSeveralUpstreams() {
        runner.write("recordings/b.json", """
                {"reprise": 3, "upstream": "two",
                 "request": {"method": "POST", "path": "/v1/chat/completions", "body": {"model": "m", "messages": []}},
                 "response": {"status": 200, "headers": {"content-type": "application/json"}, "body": {"choices": []}}}
                """);

        Ended ended = runner.run(
                "verify",
                "--upstream",
                "one=" + api.url(),
                "--upstream",
                "two=http://localhost:1/v1",
                "--header",
                "authorization: Bearer x");

        assertThat(ended.status()).as("%s", ended).isEqualTo(2);
        assertThat(ended.err()).contains("--header would be sent to several upstreams: ");
        assertThat(api.received()).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(runner.run("verify").err())
                .startsWith("reprise: no upstream is known, so nothing can be sent; name one: --upstream");
        assertThat(verify("--max-words", "twenty").err())
                .isEqualTo("reprise: --max-words: 'twenty' is not a percentage of the words; write one such as 20%\n");
        assertThat(verify("--repeat", "0").err()).isEqualTo("reprise: --repeat: 0 is not a number from 1 to 1000\n");
        assertThat(verify("--header", "nonsense").err())
                .isEqualTo(
                        "reprise: --header: this is not a header; write 'Name: value', such as 'Authorization: Bearer"
                                + " ${MY_KEY}'\n");
        assertThat(verify("--header", "A: ${NOT_SET}").err())
                .isEqualTo(
                        "reprise: --header: the environment variable 'NOT_SET' is not set; set it, or write ${NOT_SET:-}"
                                + " for none\n");
        assertThat(verify("--header", "Host: x").err()).contains("'Host' is a header of the connection");
    }
}
