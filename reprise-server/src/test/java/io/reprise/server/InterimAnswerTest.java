package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of upstreams that only announce an answer (RFC 9110, 15.2): clients do not see them, and they are never kept. */
@Timeout(120)
class InterimAnswerTest {
    private static final String STREAM = "data: {\"a\":1}\n\ndata: [DONE]\n\n";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    /** Any number of them, of any status, with few or many headers, some of which only an answer may have. */
    private static String interims(Random random) {
        StringBuilder all = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            int status = random.nextBoolean() ? 100 + random.nextInt(4) : 100 + random.nextInt(100);
            all.append("HTTP/1.1 ").append(status == 101 ? 103 : status).append(" Wait\r\n");
            for (int field = random.nextInt(random.nextBoolean() ? 3 : 300); field > 0; field--) {
                all.append("link: </").append(field).append(">; rel=preload\r\n");
            }
            String[] odd = {"", "content-length: 7\r\n", "content-type: text/event-stream\r\n", "connection: close\r\n"
            };
            all.append(odd[random.nextInt(odd.length)]).append("\r\n");
        }
        return all.toString();
    }

    private static String answer(Random random) {
        String head = interims(random) + "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";
        return random.nextBoolean()
                ? head + "content-length: " + STREAM.length() + "\r\n\r\n" + STREAM
                : head + "transfer-encoding: chunked\r\n\r\n" + Integer.toHexString(STREAM.length()) + "\r\n" + STREAM
                        + "\r\n0\r\n\r\n";
    }

    /** In one piece, byte by byte, or cut anywhere. */
    private static void write(String text, Random random, OutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int most = random.nextInt(3) == 0 ? bytes.length : random.nextBoolean() ? 1 : 200;
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
            out.write(bytes, from, to - from);
            out.flush();
            from = to;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void areDroppedHoweverManyComeAndHoweverTheyAreCut(long seed) throws Exception {
        Random random = new Random(seed);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> write(answer(random), random, out));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        for (int i = 0; i < 30; i++) {
            try (RawExchange client = new RawExchange(server)) {
                client.send("GET /v1/" + i + " HTTP/1.1\r\nhost: localhost\r\n\r\n");
                RawAnswer answer = client.answer();

                assertThat(answer.head()).as("seed " + seed + ", answer " + i).startsWith("HTTP/1.1 200 ");
                assertThat(answer.head()).doesNotContain("link");
                assertThat(answer.body()).isEqualTo(STREAM);
                assertThat(fixture.store().recordings()).hasSize(i + 1);
            }
        }
        assertThat(fixture.store().recordings())
                .allMatch(recording -> recording.exchange().response().status() == 200
                        && recording.exchange().response().body().toString().equals(STREAM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 102 Processing\r\ncontent-length: 5\r\n\r\nhello",
                "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 199 Odd\r\n\r\nHTTP/1.1 20",
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
            })
    void areNoAnswerIfNothingElseComes(String interim) throws Exception {
        FakeUpstream upstream = FakeUpstream.answering(interim);
        try (upstream) {
            for (Mode mode : new Mode[] {Mode.LIVE, Mode.RECORD}) {
                RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);
                try (RawExchange client = new RawExchange(server)) {
                    client.send("POST /v1/x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n");

                    assertThat(client.answer().head()).startsWith("HTTP/1.1 502 ");
                }
            }
            assertThat(fixture.store().recordings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "RECORD", "REPLAY"})
    void aClientThatWaitsForLeaveToSendItsBodyGetsItFromReprise(Mode mode) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) ->
                out.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII)));
        if (mode == Mode.REPLAY) {
            expecting(fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream), "100-continue");
        }

        RawAnswer answer = expecting(fixture.serve(mode, ReplaySettings.DEFAULT, upstream), "100-Continue");

        assertThat(answer.head()).startsWith("HTTP/1.1 200 ");
        assertThat(upstream.requests()).hasSize(1).allMatch(request -> !request.contains("expect"));
    }

    private static RawAnswer expecting(RepriseServer server, String expectation) throws IOException {
        try (RawExchange client = new RawExchange(server)) {
            client.send("POST /v1/x HTTP/1.1\r\nhost: localhost\r\nexpect: " + expectation
                    + "\r\ncontent-length: 7\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("{\"a\":1}");
            return client.answer();
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, 999999999999, 413", "evil.example, 7, 403"})
    void aClientThatIsRefusedNeedNotSendItsBody(String host, long length, int status) throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        try (RawExchange client = new RawExchange(server)) {
            client.send("POST /v1/x HTTP/1.1\r\nhost: " + host + "\r\nexpect: 100-continue\r\ncontent-length: " + length
                    + "\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 " + status + " ");
        }
    }
}
