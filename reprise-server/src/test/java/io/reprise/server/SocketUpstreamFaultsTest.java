package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What upstreams and clients of WebSockets do wrong in the middle of a conversation. */
@Timeout(120)
@Slow
class SocketUpstreamFaultsTest {
    private static final String PATH = "/v1/realtime?model=gpt-realtime";
    private static final String FIRST = "{\"type\":\"session.created\",\"session\":{\"id\":\"sess_1\"}}";

    /** So that what follows cannot be taken for a frame of the right length. */
    private static final int MANY = 1_000;

    /**
     * A fault of an upstream after its first message.
     *
     * @param log what the line of the conversation says
     */
    record Fault(String name, FakeRealtime.Script script, String log) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> faults() {
        byte[] text = "{\"type\":\"response.done\"}".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                new Fault("closes the connection", (call, to) -> {}, "the upstream broke off"),
                new Fault(
                        "resets the connection",
                        (call, to) -> {
                            to.socket().setSoLinger(true, 0);
                            to.socket().close();
                        },
                        "the upstream broke off"),
                new Fault("sends half a head of a frame", (call, to) -> to.raw(new byte[] {(byte) 0x81}), "broke off"),
                new Fault("sends half a frame", (call, to) -> to.raw(new byte[] {(byte) 0x81, 100, '{'}), "broke off"),
                new Fault("sends half a message", (call, to) -> to.write(false, RawFrames.TEXT, text), "broke off"),
                new Fault(
                        "masks its frames",
                        (call, to) -> {
                            to.write(0x81, true, text);
                            to.read();
                        },
                        "broke off"),
                new Fault(
                        "continues nothing",
                        (call, to) -> {
                            to.write(true, RawFrames.CONTINUATION, text);
                            to.read();
                        },
                        "broke off"),
                new Fault(
                        "begins a message within another",
                        (call, to) -> {
                            to.write(false, RawFrames.TEXT, text);
                            to.write(true, RawFrames.TEXT, text);
                            to.read();
                        },
                        "broke off"),
                new Fault(
                        "uses a reserved bit",
                        (call, to) -> {
                            to.write(0xc1, false, text);
                            to.read();
                        },
                        "broke off"),
                new Fault(
                        "uses an unknown opcode",
                        (call, to) -> {
                            to.write(0x83, false, text);
                            to.read();
                        },
                        "broke off"),
                new Fault(
                        "sends text that is not UTF-8",
                        (call, to) -> {
                            to.write(true, RawFrames.TEXT, new byte[] {(byte) 0xff, (byte) 0xfe});
                            to.read();
                        },
                        "broke off"),
                new Fault(
                        "sends a ping that is too long",
                        (call, to) -> {
                            to.write(true, RawFrames.PING, new byte[200]);
                            to.read();
                        },
                        "broke off"),
                new Fault(
                        "promises an immense frame",
                        (call, to) -> {
                            byte[] head = new byte[10 + MANY];
                            Arrays.fill(head, (byte) 0x7f);
                            head[0] = (byte) 0x82;
                            to.raw(head);
                            to.read();
                        },
                        "what the upstream sent was refused: a message is longer than "),
                new Fault(
                        "sends something else",
                        (call, to) -> {
                            to.raw("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                            to.read();
                        },
                        "broke off"));
    }

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private FakeRealtime upstream(FakeRealtime.Script then) throws IOException {
        return fixture.with(new FakeRealtime("", (call, frames) -> {
            frames.text(FIRST);
            then.talk(call, frames);
        }));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void endTheConversationAsBrokenWhichIsNotKept(Fault fault) throws Exception {
        FakeRealtime upstream = upstream(fault.script());
        for (Mode mode : List.of(Mode.RECORD, Mode.RECORD_IF_MISSING, Mode.LIVE)) {
            RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);
            int logged = fixture.log().length();

            try (RawClient client = RawClient.connect(server, PATH)) {
                assertThat(client.frames().message()).isEqualTo(FIRST);
                assertThat(rest(client)).as(mode.toString()).isEmpty();
            }

            await().untilAsserted(() -> assertThat(server.unfinished()).isEqualTo(Unfinished.NOTHING));
            await().untilAsserted(() -> assertThat(fixture.log().substring(logged))
                    .contains("forwarded WS")
                    .contains(fault.log())
                    .contains("close=1006")
                    .doesNotContain("unexpected error"));
            assertThat(fixture.store().recordings()).isEmpty();
        }
    }

    /** The further messages, until the connection ends without a close. */
    private static String rest(RawClient client) throws IOException {
        StringBuilder rest = new StringBuilder();
        try {
            for (RawFrames.Frame frame = client.frames().read();
                    ;
                    frame = client.frames().read()) {
                rest.append(frame);
            }
        } catch (EOFException | SocketException broken) {
            return rest.toString();
        }
    }

    /** How a client ends a conversation. */
    enum Leaving {
        CLOSES_THE_CONNECTION,
        RESETS_THE_CONNECTION,
        LEAVES_WITHIN_A_FRAME,
        LEAVES_WITHIN_A_MESSAGE;

        void leave(RawFrames frames) throws IOException {
            if (this == LEAVES_WITHIN_A_FRAME) {
                frames.raw(new byte[] {(byte) 0x81, (byte) 0xe4, 1, 2, 3, 4, 5});
            } else if (this == LEAVES_WITHIN_A_MESSAGE) {
                frames.write(false, RawFrames.TEXT, new byte[] {'{'});
            } else if (this == RESETS_THE_CONNECTION) {
                frames.socket().setSoLinger(true, 0);
            }
            frames.socket().close();
        }
    }

    @ParameterizedTest
    @EnumSource(Leaving.class)
    void aClientThatLeavesEndsTheConversationWhichIsKeptAsFarAsItWent(Leaving leaving) throws Exception {
        CountDownLatch isLetGo = new CountDownLatch(1);
        FakeRealtime upstream = upstream((call, frames) -> {
            try {
                for (RawFrames.Frame frame = frames.read(); ; frame = frames.read()) {
                    assertThat(frame.opcode()).isEqualTo(RawFrames.CLOSE);
                }
            } catch (IOException ended) {
                isLetGo.countDown();
            }
        });
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        RawClient client = RawClient.connect(server, PATH);
        assertThat(client.frames().message()).isEqualTo(FIRST);

        leaving.leave(client.frames());

        isLetGo.await();
        await().untilAsserted(() -> assertThat(server.unfinished()).isEqualTo(Unfinished.NOTHING));
        assertThat(fixture.store().recordings()).hasSize(1);
        assertThat(fixture.log())
                .contains("recorded WS")
                .contains("messages=0/1")
                .doesNotContain("unexpected error");
    }

    @ParameterizedTest
    @EnumSource(names = {"RECORD", "LIVE"})
    void anUpstreamThatStallsWithinAMessageIsLetGoWhenTheServerStops(Mode mode) throws Exception {
        CountDownLatch isReached = new CountDownLatch(1);
        FakeRealtime upstream = upstream((call, frames) -> {
            frames.raw(new byte[] {(byte) 0x81, 100, '{'});
            isReached.countDown();
            frames.read();
        });
        fixture.drain(Duration.ofMillis(50));
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);
        try (RawClient client = RawClient.connect(server, PATH)) {
            assertThat(client.frames().message()).isEqualTo(FIRST);
            isReached.await();

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

            assertThat(client.frames().read().code()).isEqualTo(1_001);
            client.frames().socket().close();
            stopped.get();
        }
        assertThat(fixture.store().recordings()).isEmpty();
        assertThat(server.failedRecordings()).isEqualTo(mode == Mode.RECORD ? 1 : 0);
    }
}
