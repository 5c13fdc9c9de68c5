package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers of which nobody knows the length, to clients of HTTP/1.0: no chunks (RFC 9112, 6.1), and the end of the connection is that of the
 * answer. {@link RawAnswer} fails on chunks.
 */
@Timeout(60)
class Http10AnswersTest {
    private static final String[] EVENTS = IntStream.range(0, 5)
            .mapToObj(i -> "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + i + "\"}}]}")
            .toArray(String[]::new);

    /** So little that no recording stays in memory, and a large one is read in pieces. */
    private static final CacheSettings SMALL_CACHE = new CacheSettings(CacheSettings.Ids.RECORDED, 1 << 10);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private static String whole(String... events) {
        return ServerFixture.stream(0, events).body().toString();
    }

    private static RawAnswer ask(RepriseServer server, String fields) throws IOException {
        String request = "POST /v1/chat/completions HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + fields + "Content-Length: " + ServerFixture.QUESTION.length() + "\r\n\r\n" + ServerFixture.QUESTION;
        return RawAnswer.ofRequest(server, request);
    }

    private static void assertEndsWithItsConnection(RawAnswer answer, String body) {
        assertThat(answer.head().toLowerCase(Locale.ROOT))
                .startsWith("http/1.0 200 ok")
                .doesNotContain("transfer-encoding", "content-length", "keep-alive");
        assertThat(answer.body()).isEqualTo(body);
    }

    /** Its head comes a while before its body. */
    private FakeUpstream late() throws IOException {
        return fixture.upstream((call, request, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            for (String event : EVENTS) {
                TimeUnit.MILLISECONDS.sleep(20);
                String data = whole(event);
                String chunk = Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
                out.write(chunk.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        });
    }

    @ParameterizedTest
    @CsvSource({"LIVE, ''", "RECORD, ''", "RECORD_IF_MISSING, ''", "LIVE, keep-alive", "RECORD, keep-alive"})
    void aForwardedStreamEndsWithItsConnection(Mode mode, String connection) throws Exception {
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, late());

        RawAnswer answer = ask(server, connection.isEmpty() ? "" : "Connection: " + connection + "\r\n");

        assertEndsWithItsConnection(answer, whole(EVENTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "x2", "ttft=50ms,tps=100", "flushed"})
    void aReplayAtAPaceEndsWithItsConnection(String pace) throws Exception {
        fixture.keepStream(EVENTS);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        for (String connection : new String[] {"", "Connection: keep-alive\r\n", "Connection: close\r\n"}) {
            RawAnswer answer = ask(server, connection + "X-Reprise-Pace: " + pace + "\r\n");

            assertEndsWithItsConnection(answer, whole(EVENTS));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'slow-headers=20ms', 5",
        "'recut=3', 5",
        "'cut,after=2', 2",
        "'stall,after=2,for=50ms', 5",
    })
    void aFaultEndsWithItsConnection(String fault, int events) throws Exception {
        fixture.keepStream(EVENTS);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        for (String connection : new String[] {"", "Connection: keep-alive\r\n"}) {
            RawAnswer answer = ask(server, connection + "X-Reprise-Fault: " + fault + "\r\n");

            assertEndsWithItsConnection(answer, whole(Arrays.copyOf(EVENTS, events)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "x1000000", "flushed"})
    void aLargeReplayEndsWithItsConnection(String pace) throws Exception {
        String[] events =
                IntStream.range(0, 5_000).mapToObj(i -> i + "x".repeat(100)).toArray(String[]::new);
        fixture.cache(SMALL_CACHE);
        DirectoryStore store = fixture.closing(new DirectoryStore(directory, KeyRules.NONE, 1 << 10));
        store.append(
                KeyRules.NONE.question(ServerFixture.request(ServerFixture.QUESTION), TestId.NONE),
                "",
                new Exchange(ServerFixture.request(ServerFixture.QUESTION), ServerFixture.stream(0, events)));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);

        RawAnswer answer = ask(server, "X-Reprise-Pace: " + pace + "\r\nConnection: keep-alive\r\n");

        assertEndsWithItsConnection(answer, whole(events));
    }

    @Test
    void eventsComeWithoutChunks() throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        try (RawExchange client = new RawExchange(server)) {
            client.send("GET /__reprise/events HTTP/1.0\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n");

            assertThat(client.head().toLowerCase(Locale.ROOT))
                    .startsWith("http/1.0 200 ok")
                    .doesNotContain("transfer-encoding", "keep-alive");
            assertThat(client.body("event: state\n".length())).isEqualTo("event: state\n");
        }
    }
}
