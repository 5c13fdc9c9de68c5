package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.store.MemoryStore;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams at a pace that answer requests which came before, byte for byte, and so are not decoded. */
@Timeout(60)
@Slow
class KnownStreamsTest {
    private static final int MOST_TRIES = 200;
    private static final int WARM = 1_000;
    private static final String BODY =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"1\"}],\"stream\":true}";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final MemoryStore store = new MemoryStore();
    private RepriseServer server;
    private RawExchange refreshing;

    @BeforeEach
    void start() throws IOException {
        Request request = ServerFixture.request(BODY);
        Question question = KeyRules.NONE.question(request, TestId.NONE);
        store.append(
                question, "", new Exchange(request, ServerFixture.stream(100, "{\"a\":1}", "{\"b\":2}", "[DONE]")));
        server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT.at(Pace.parse("recorded")), store, KeyRules.NONE);
        refreshing = new RawExchange(server);
        // what is found is trusted for a millisecond, which code that is not compiled yet takes by itself
        for (int i = 0; i < WARM; i++) {
            refresh();
        }
    }

    private static String post(String fields) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n" + fields
                + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    }

    /** What was found is trusted for a moment from now on. */
    private void refresh() throws IOException {
        refreshing.send(post("X-Reprise-Pace: instant\r\n"));
        refreshing.answer();
    }

    /**
     * Sends a request that is answered without being decoded; of the answer, only the head has been read.
     *
     * @return when it was sent, by {@link System#nanoTime}
     */
    private long sendKnown(RawExchange connection) throws IOException {
        for (int i = 0; i < MOST_TRIES; i++) {
            refresh();
            long before = server.answeredUndecoded();
            long start = System.nanoTime();
            connection.send(post(""));
            String head = connection.head();
            assertThat(head).startsWith("HTTP/1.1 200 OK").contains("transfer-encoding: chunked");
            if (server.answeredUndecoded() > before) {
                return start;
            }
            assertThat(restOf(connection)).endsWith("0\r\n\r\n");
        }
        throw new AssertionError("never answered without being decoded");
    }

    private static String restOf(RawExchange connection) throws IOException {
        StringBuilder rest = new StringBuilder();
        while (!rest.toString().endsWith("0\r\n\r\n")) {
            String next = connection.body(1);
            assertThat(next).as("after '" + rest + "'").isNotEmpty();
            rest.append(next);
        }
        return rest.toString();
    }

    private static String chunk(String event) {
        String data = "data: " + event + "\n\n";
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    @Test
    void theAnswerIsTheSameAtItsTimes() throws IOException {
        try (RawExchange connection = new RawExchange(server)) {
            long start = sendKnown(connection);

            assertThat(restOf(connection))
                    .isEqualTo(chunk("{\"a\":1}") + chunk("{\"b\":2}") + chunk("[DONE]") + "0\r\n\r\n");

            assertThat(System.nanoTime() - start).isGreaterThan(50_000_000L); // at its end
            assertThat(server.report().outcomes().get(Verb.REPLAYED)).isGreaterThan(2);
        }
    }

    @Test
    void aClientThatClosesItsSideMeanwhileGetsAllOfIt() throws IOException {
        try (RawExchange connection = new RawExchange(server)) {
            sendKnown(connection);
            connection.halfClose();

            assertThat(restOf(connection)).endsWith(chunk("[DONE]") + "0\r\n\r\n");
            assertThat(connection.body(1)).isEmpty();
        }
        assertThat(server.report().outcomes().getOrDefault(Verb.CLIENT_LEFT, 0L))
                .isZero();
    }

    @Test
    void whatTheClientAsksMeanwhileIsAnsweredAfterwards() throws IOException {
        try (RawExchange connection = new RawExchange(server)) {
            sendKnown(connection);

            connection.send(post("X-Reprise-Pace: instant\r\n"));
            connection.send(post("X-Reprise-Pace: flushed\r\n"));

            assertThat(restOf(connection)).startsWith(chunk("{\"a\":1}")).endsWith("0\r\n\r\n");
            RawAnswer second = connection.answer();
            assertThat(second.head()).contains("content-length");
            assertThat(second.body()).contains("[DONE]");
            assertThat(connection.answer().body()).isEqualTo(second.body());
            sendKnown(connection);
        }
    }

    @Test
    void aClientThatLeavesIsNoted() throws IOException {
        try (RawExchange connection = new RawExchange(server)) {
            sendKnown(connection);
        }

        await().untilAsserted(() ->
                assertThat(server.report().outcomes().get(Verb.CLIENT_LEFT)).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatResetsItsConnectionIsNothingToWarnOf(boolean isKnown) throws IOException {
        List<String> warned = new CopyOnWriteArrayList<>();
        Handler noting = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warned.add(record.getMessage());
            }

            @Override
            public void flush() {
                // nothing waits
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Logger netty = Logger.getLogger("io.netty.channel");
        netty.addHandler(noting);
        try {
            for (int i = 1; i <= 3; i++) {
                long left = i;
                try (RawExchange connection = new RawExchange(server)) {
                    if (isKnown) {
                        sendKnown(connection);
                    } else {
                        connection.send(post("X-A: b\r\n"));
                        connection.head();
                    }
                    connection.send(post("")); // waits until the answer has ended
                    refresh(); // it has been read
                    connection.reset();
                }
                await().untilAsserted(
                                () -> assertThat(server.report().outcomes().get(Verb.CLIENT_LEFT))
                                        .isEqualTo(left));
            }
        } finally {
            netty.removeHandler(noting);
        }
        assertThat(warned).isEmpty();
    }

    @Test
    void aServerThatStopsSendsAllOfIt() throws Exception {
        try (RawExchange connection = new RawExchange(server)) {
            sendKnown(connection);

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

            assertThat(restOf(connection)).endsWith(chunk("[DONE]") + "0\r\n\r\n");
            stopped.get();
            assertThat(server.report().outcomes().getOrDefault(Verb.CLIENT_LEFT, 0L))
                    .isZero();
        }
    }

    @Test
    void aPaceThatIsSetLaterHolds() throws Exception {
        try (RawExchange connection = new RawExchange(server)) {
            sendKnown(connection);
            restOf(connection);
            connection.send("POST /__reprise/pace HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 7\r\n\r\ninstant");
            assertThat(connection.answer().head()).startsWith("HTTP/1.1 200");

            refresh();
            connection.send(post(""));

            assertThat(connection.answer().head()).contains("content-length");
        }
    }
}
