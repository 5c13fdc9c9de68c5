package io.reprise.junit;

import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.server.network.ConnectionFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Speaks the protocol of docs/test-protocol.md with a server. */
final class ControlClient {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static final int MOST_MESSAGES = 200;

    private final String url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .build();

    /** @param url such as {@code http://127.0.0.1:41873} */
    ControlClient(String url) {
        this.url = url;
    }

    /**
     * Starts a run of a test.
     *
     * @param alone how long to wait until no other process records it
     * @return the id of the run
     */
    String start(String test, String mode, Options rules, Duration alone) {
        Json body = new JsonObjectBuilder()
                .with("mode", mode)
                .with("alone_ms", alone.toMillis())
                .with("faults", texts(rules.faults()))
                .with("pace", texts(rules.pace()))
                .done();
        return send("POST", "tests/start?test=" + encoded(test), body).text("run");
    }

    /** Requests with the alias in the place of a test belong to the test from now on. */
    void bind(String alias, String test) {
        send("POST", "tests/bind?alias=" + encoded(alias) + "&test=" + encoded(test), Json.NULL);
    }

    RunOutcome end(String run, Unused unused, Duration wait) {
        Json body = new JsonObjectBuilder()
                .with("run", run)
                .with("wait_ms", wait.toMillis())
                .with("unused", unused != Unused.IGNORED)
                .with("delete_unused", unused == Unused.DELETED)
                .done();
        return new RunOutcome(send("POST", "tests/end", body));
    }

    List<SentRequest> requests(String run) {
        return send("GET", "tests/requests?run=" + run, Json.NULL).list("requests").stream()
                .map(SentRequest::of)
                .toList();
    }

    /** The messages of the answer of a recording; none if it has none that can be told. */
    List<Json> answers(String location) {
        try {
            return send(
                            "GET",
                            "recordings/messages?location=" + encoded(location) + "&limit=" + MOST_MESSAGES,
                            Json.NULL)
                    .list("messages")
                    .stream()
                    .filter(message -> message.text("side").equals("answered"))
                    .toList();
        } catch (IllegalArgumentException gone) {
            return List.of();
        }
    }

    /** How many upstreams the server knows. */
    int upstreams() {
        return RunOutcome.number(send("GET", "health", Json.NULL), "upstreams");
    }

    /** @param kind {@code faults} or {@code pace} */
    void rules(String kind, String test, List<String> rules) {
        send(
                "POST",
                kind + "?test=" + encoded(test),
                new JsonObjectBuilder().with("rules", texts(rules)).done());
    }

    private static List<Json> texts(List<String> texts) {
        return texts.stream().<Json>map(Json.JsonString::new).toList();
    }

    private static String encoded(String text) {
        return PercentEncoding.encode(text.getBytes(StandardCharsets.UTF_8), "");
    }

    private Json send(String method, String path, Json body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/__reprise/" + path))
                .timeout(TIMEOUT)
                .method(
                        method,
                        body.equals(Json.NULL)
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.write(Layout.COMPACT)))
                .build();
        boolean wasInterrupted =
                Thread.interrupted(); // by code under test, or a timeout: what happened is asked all the same
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            Json json = Json.parse(answer.body());
            if (answer.statusCode() != 200) {
                throw new IllegalArgumentException(json.text("error"));
            }
            return json;
        } catch (IOException gone) {
            throw new IllegalStateException(
                    "the server of the tests does not answer at " + url + ": " + ConnectionFailure.words(gone)
                            + "; its log, which is above, says why",
                    gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the server of the tests", stopped);
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
