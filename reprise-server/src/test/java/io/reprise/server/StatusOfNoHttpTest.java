package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that answer with a status that HTTP does not have, such as LinkedIn's 999: clients get the answer as it came. */
@Timeout(60)
class StatusOfNoHttpTest {
    private static final String BODY = "{\"error\":\"denied\"}";
    private static final String EVENT =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String END = "data: [DONE]\n\n";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer serve(Mode mode, FakeUpstream upstream) {
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstream);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void assertNotKept(int status) {
        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("status=" + status, "not kept: status " + status + " is none of HTTP"));
        assertThat(fixture.log()).doesNotContain("unexpected", "NOT KEPT");
        assertThat(fixture.store().recordings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 777, 999})
    void aPlainAnswerComesAsItIs(int status) throws Exception {
        RepriseServer server = serve(
                Mode.RECORD,
                fixture.upstream((call, request, out) -> out.write(
                        bytes("HTTP/1.1 " + status + " Denied\r\ncontent-type: application/json\r\ncontent-length: "
                                + BODY.length() + "\r\n\r\n" + BODY))));
        HttpResponse<String> answer = ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(BODY);
        assertThat(answer.headers().map()).doesNotContainKey("x-reprise-warning");
        assertNotKept(status);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"RECORD", "RECORD_IF_MISSING", "LIVE"})
    void aStreamComesAsItIsAndNextTimeAgain(Mode mode) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> out.write(bytes(
                "HTTP/1.1 999 Denied\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n" + EVENT + END)));
        RepriseServer server = serve(mode, upstream);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION));
            assertThat(answer.statusCode()).isEqualTo(999);
            assertThat(answer.body()).isEqualTo(EVENT + END);
        }

        assertThat(upstream.requests()).hasSize(2);
        assertThat(fixture.log()).doesNotContain("unexpected");
        assertThat(fixture.store().recordings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatLeavesHarmsNoOther(boolean hasEndMark) throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        RepriseServer server = serve(Mode.RECORD, fixture.upstream((call, request, out) -> {
            out.write(bytes(
                    "HTTP/1.1 999 Denied\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n" + EVENT));
            out.flush();
            left.await(20, TimeUnit.SECONDS);
            out.write(bytes(hasEndMark ? END : EVENT));
        }));
        try (Socket leaving = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            leaving.getOutputStream().write(bytes(post()));
            readUntil(leaving.getInputStream(), "Hi");
        }
        CompletableFuture<HttpResponse<String>> other = CompletableFuture.supplyAsync(() -> {
            try {
                return ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION));
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
        left.countDown();

        HttpResponse<String> answer = other.get(30, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(999);
        assertThat(answer.body()).isEqualTo(EVENT + (hasEndMark ? END : EVENT));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(fixture.log()).contains("not kept: status 999 is none of HTTP"));
        assertThat(fixture.log()).doesNotContain("unexpected", "NOT KEPT");
    }

    @Test
    void anEndMarkOnAnOpenConnectionCutsNobodyOff() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        RepriseServer server = serve(Mode.RECORD, fixture.upstream((call, request, out) -> {
            out.write(bytes("HTTP/1.1 999 Denied\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
                    + EVENT + END));
            out.flush();
            received.await(3, TimeUnit.SECONDS); // by then its end mark has been looked for
            out.write(bytes(": more\n\n"));
        }));
        HttpResponse<String> answer = ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION));

        assertThat(answer.statusCode()).isEqualTo(999);
        assertThat(answer.body()).isEqualTo(EVENT + END + ": more\n\n");
        assertNotKept(999);
    }

    private static String post() {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + ServerFixture.QUESTION.length() + "\r\n\r\n" + ServerFixture.QUESTION;
    }

    private static void readUntil(InputStream in, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            assertThat(next).as(read.toString()).isNotNegative();
            read.append((char) next);
        }
    }
}
