package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that end with their head, and answers to {@code HEAD}. */
@Timeout(60)
@Slow
class EmptyAnswerTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private FakeUpstream answering(int status, String headers, String body) throws IOException {
        return fixture.upstream((call, request, out) -> out.write(("HTTP/1.1 " + status + " x\r\n"
                        + headers.replace("|", "\r\n") + "\r\nconnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII)));
    }

    private static HttpResponse<String> ask(
            HttpClient.Version version, RepriseServer server, String method, String path) throws Exception {
        return ServerFixture.ask(
                version,
                HttpRequest.newBuilder(ServerFixture.url(server).resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; 202; content-length: 0;",
                "GET; 200; content-length: 00;",
                "POST; 204; x: y;",
                "DELETE; 204; content-length: 0;",
                "POST; 205; content-length: 0;",
                "POST; 205; x: y;",
                "HEAD; 200; content-length: 5000;",
                "HEAD; 200; transfer-encoding: chunked;",
                "HEAD; 200; content-encoding: gzip|content-length: 77;",
                "HEAD; 404; x: y;",
                "POST; 202; x: y;",
                "POST; 202; transfer-encoding: chunked; '0\r\n\r\n'",
                "GET; 200; content-type: text/event-stream|transfer-encoding: chunked; '0\r\nt: u\r\n\r\n'",
            })
    void aClientThatHasSeenTheEndFindsTheAnswerRecorded(String method, int status, String header, String body)
            throws Exception {
        FakeUpstream upstream = answering(status, header, body == null ? "" : body);
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        int answered = 0;
        for (HttpClient.Version version : HttpClient.Version.values()) {
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> answer = ask(version, server, method, "/v1/" + version + i);

                assertThat(answer.statusCode()).isEqualTo(status);
                assertThat(fixture.store().recordings()).hasSize(++answered);
            }
        }
    }

    /** The end of the body, which alone tells that it is empty, comes with the head. */
    @ParameterizedTest
    @CsvSource({"'transfer-encoding: chunked', '0\r\n\r\n'", "'x: y', ''"})
    void aHeadThatMayEndTheAnswerIsNotSentBeforeItIsKept(String header, String body) throws Exception {
        FakeUpstream upstream = answering(202, header, body);
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        for (int i = 0; i < 50; i++) {
            try (RawExchange client = new RawExchange(server)) {
                client.send("POST /v1/" + i + " HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n");
                assertThat(client.head()).startsWith("HTTP/1.1 202 ");
                assertThat(fixture.store().recordings()).hasSize(i + 1);
            }
        }
    }

    @Test
    void theHeadOfAStreamThatIsSilentAtFirstIsNotHeldBackForLong() throws Exception {
        fixture.drain(Duration.ZERO);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            new CountDownLatch(1).await(); // until the test is over
        });
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (RawExchange client = new RawExchange(server)) {
            client.send("GET /v1/events HTTP/1.1\r\nhost: localhost\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        }
    }

    private static Stream<Arguments> headAnswers() {
        List<String> headers = List.of(
                "content-length: 5000",
                "content-length: 0",
                "content-type: a/b|transfer-encoding: chunked",
                "content-encoding: gzip|content-length: 77",
                "x: y");
        return headers.stream()
                .flatMap(header ->
                        Arrays.stream(HttpClient.Version.values()).map(version -> Arguments.of(version, header)));
    }

    @ParameterizedTest
    @MethodSource("headAnswers")
    void headTellsTheLengthOfTheWhole(HttpClient.Version version, String headers) throws Exception {
        FakeUpstream upstream = answering(200, headers, "");
        List<String> length =
                headers.contains("length") ? List.of(headers.substring(headers.lastIndexOf(' ') + 1)) : List.of();
        List<String> coding = headers.contains("gzip") ? List.of("gzip") : List.of();
        for (Mode mode : List.of(Mode.LIVE, Mode.RECORD, Mode.REPLAY)) {
            try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
                RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream);
                for (int i = 0; i < 2; i++) {
                    HttpResponse<String> answer = ask(version, server, "HEAD", "/v1/files/f/content");

                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.headers().allValues("content-length"))
                            .as(mode + " " + version)
                            .isEqualTo(length);
                    assertThat(answer.headers().allValues("content-encoding")).isEqualTo(coding);
                    assertThat(answer.body()).isEmpty();
                }
                server.close();
            }
        }
        assertThat(upstream.requests()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"instant", "recorded", "'ttft=1ms,tps=1000'"})
    void aConnectionGoesOnAfterHead(String pace) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) ->
                out.write(("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\nconnection: close\r\n\r\n"
                                + (request.startsWith("HEAD") ? "" : "x".repeat(5000)))
                        .getBytes(StandardCharsets.US_ASCII)));
        for (Mode mode : List.of(Mode.LIVE, Mode.RECORD, Mode.REPLAY)) {
            RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);
            try (RawExchange client = new RawExchange(server)) {
                for (int i = 0; i < 3; i++) {
                    String rest = " /v1/f HTTP/1.1\r\nhost: localhost\r\nx-reprise-pace: " + pace + "\r\n\r\n";
                    client.send("HEAD" + rest);
                    assertThat(client.head())
                            .startsWith("HTTP/1.1 200 ")
                            .contains("content-length: 5000\r\n")
                            .doesNotContain("transfer-encoding");
                    client.send("GET" + rest);
                    assertThat(client.head()).startsWith("HTTP/1.1 200 ").contains("content-length: 5000\r\n");
                    assertThat(client.body(5000)).isEqualTo("x".repeat(5000));
                }
            }
        }
    }
}
