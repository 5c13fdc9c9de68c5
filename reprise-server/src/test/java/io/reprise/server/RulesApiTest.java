package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
class RulesApiTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer server;

    @BeforeEach
    void serve() {
        fixture.keepStream("{}", "[DONE]");
        server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    private HttpResponse<String> control(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private int status(String test) throws IOException, InterruptedException {
        return ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "X-Reprise-Test", test))
                .statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=503; test=a\n\nstatus=500; test=b\n",
                "[\"status=503; test=a\", \"status=500; test=b\"]",
                "{\"rules\": [\"status=503; test=a\", \"status=500; test=b\"]}"
            })
    void rulesHoldFromWhenTheyAreSetUntilTheyAreDeleted(String body) throws Exception {
        HttpResponse<String> set = control("POST", "faults", body);

        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(set.body()).isEqualTo(control("GET", "faults", "").body()).contains("\"status=503; test=a\"");
        assertThat(status("a")).isEqualTo(503);
        assertThat(status("b")).isEqualTo(500);
        assertThat(status("c")).isEqualTo(200);
        control("DELETE", "faults", "");
        assertThat(status("a")).isEqualTo(200);
    }

    @Test
    void aTestHasRulesOfItsOwn() throws Exception {
        control("POST", "faults", "status=503; test=a");
        control("POST", "faults?test=tests%2Fx", "status=429; first=1");

        assertThat(status("tests/x")).isEqualTo(429);
        assertThat(status("tests/x")).isEqualTo(200);
        assertThat(status("y")).isEqualTo(200);
        assertThat(control("GET", "faults", "").body().replaceAll("\\s", ""))
                .isEqualTo("{\"rules\":[\"status=503;test=a\"],\"tests\":{\"tests/x\":[\"status=429;first=1\"]}}");
        control("POST", "tests/start-over?test=tests%2Fx", "");
        assertThat(status("tests/x")).isEqualTo(429);
        control("DELETE", "faults?test=tests%2Fx", "");
        control("POST", "tests/start-over", "");
        assertThat(status("tests/x")).isEqualTo(200);
        assertThat(status("a")).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bogus",
                "[1]",
                "{\"rules\": [\"cut\"",
                "cut\nbogus",
                "",
                "\n \n",
                "{}",
                "{\"rule\": [\"cut\"]}",
                "{\"Rules\": []}",
                "{\"rules\": [], \"test\": \"a\"}",
                "{\"rules\": [], \"rules\": [\"cut\"]}",
                "{\"rules\": \"cut\"}",
                "{\"rules\": {}}",
                "{\"rules\": null}",
                "{\"rules\": [\"cut\"], \"for\": \"5\"}",
                "{\"rules\": [\"cut\"], \"for\": 5}",
                "{\"for\": \"5m\"}",
                "{\"rules\": [{\"rule\": \"cut\", \"ends_at\": \"2001-01-01T00:00:00Z\"}]}",
                "{\"rules\": [{\"rule\": \"cut\", \"for\": \"5m\", \"ends_at\": \"2026-11-27T10:00:00Z\"}]}",
                "{\"rules\": [{}]}",
                "{\"rules\": [null]}",
                "{\"rules\": [[\"cut\"]]}",
                "[] []",
                "{\"rules\": []} cut"
            })
    void wrongRulesChangeNothing(String body) throws Exception {
        control("POST", "faults", "status=503");

        HttpResponse<String> answer = control("POST", "faults", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error\"");
        assertThat(status("a")).isEqualTo(503);
    }

    @Test
    void aWrongMemberIsNamedAndSoAreThoseThatThereAre() throws Exception {
        assertThat(control("POST", "faults", "{\"rule\": [\"cut\"]}").body())
                .contains("the body has no member 'rule'; did you mean 'rules'?");
        assertThat(control("POST", "faults", "{\"rules\": [], \"rules\": []}").body())
                .contains("the member 'rules' is in the body twice");
        assertThat(control("POST", "faults", "").body())
                .contains("the body has no rules; DELETE removes all rules, and so does {\\\"rules\\\": []}");
    }

    @Test
    void rulesForALimitedTimeGoByThemselvesAndTheOthersStay() throws Exception {
        control("POST", "faults", "status=503; test=a");
        control("POST", "faults?test=b", "{\"rules\": [\"status=500\"], \"for\": \"1ms\"}");

        while (control("GET", "faults?test=b", "").body().contains("status=500")) {
            Thread.onSpinWait();
        }

        assertThat(status("b")).isEqualTo(200);
        assertThat(status("a")).isEqualTo(503);
        assertThat(control("GET", "faults", "").body()).doesNotContain("ends");
    }

    @Test
    void theEndOfARuleIsSaidAndCanBeSetAgain() throws Exception {
        Instant end = Instant.now().plusSeconds(3000).truncatedTo(ChronoUnit.SECONDS);

        String set = control("POST", "pace", "{\"rules\": [{\"rule\": \"x2\", \"ends_at\": \"" + end + "\"}, \"x3\"]}")
                .body();

        assertThat(set.replaceAll("\\s", ""))
                .isEqualTo("{\"rules\":[\"x2\",\"x3\"],\"tests\":{},\"ends\":[{\"rule\":\"x2\",\"ends_at\":\"" + end
                        + "\"}]}");
        assertThat(control("POST", "pace?test=b", "{\"rules\": [{\"rule\": \"x4\", \"for\": \"1h\"}]}")
                        .body())
                .contains("\"ends_at\"");
        assertThat(control("GET", "pace", "").body()).contains("\"rule\": \"x4\"", "\"test\": \"b\"");
        assertThat(control("POST", "pace", "x2").body()).doesNotContain(end.toString());
    }

    @Test
    void noRulesAreRulesAsWell() throws Exception {
        control("POST", "faults", "status=503");

        assertThat(control("PUT", "faults", "{\"rules\": []}").statusCode()).isEqualTo(200);

        assertThat(status("a")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE faults", "GET faults", "POST tests/start-over", "GET recordings"})
    void aBodyThatNobodyReadsIsRefused(String route) throws Exception {
        control("POST", "faults", "status=503");
        String[] parts = route.split(" ", 2);

        HttpResponse<String> answer = control(parts[0], parts[1], "{\"test\": \"a\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("takes no body; put its parameters into the query");
        assertThat(control(parts[0], parts[1], "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void aTestHasAPaceOfItsOwn() throws Exception {
        control("POST", "pace", "recorded; test=other\nttft=50ms; test=a");
        control("POST", "pace?test=b", "ttft=100ms");

        assertThat(millis("a", "")).isGreaterThanOrEqualTo(50);
        assertThat(millis("b", "")).isGreaterThanOrEqualTo(100);
        assertThat(millis("a", "ttft=150ms")).isGreaterThanOrEqualTo(150);
        assertThat(control("GET", "pace?test=b", "").body()).contains("\"ttft=100ms\"");
    }

    private long millis(String test, String pace) throws IOException, InterruptedException {
        String[] headers = pace.isEmpty()
                ? new String[] {"X-Reprise-Test", test}
                : new String[] {"X-Reprise-Test", test, "X-Reprise-Pace", pace};
        long start = System.nanoTime();
        assertThat(ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, headers))
                        .body())
                .endsWith("data: [DONE]\n\n");
        return (System.nanoTime() - start) / 1_000_000;
    }
}
