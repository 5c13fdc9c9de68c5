package io.reprise.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.server.upstream.Upstream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpstreamCallsTest {
    private static final ParsedRequest QUESTION = ApiFamilies.parse(Request.post(
            "/v1/chat/completions",
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));

    private static final String EVENT = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";

    private final HttpServer server = server();
    private final UpstreamCalls calls = new UpstreamCalls(10_000);

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @AfterEach
    void close() {
        calls.close();
        server.stop(0);
    }

    private interface Writing {
        void to(OutputStream body) throws IOException, InterruptedException;
    }

    private Upstream answering(Writing writing) {
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.getResponseHeaders()
                    .set("x-coding", exchange.getRequestHeaders().getFirst("accept-encoding"));
            exchange.sendResponseHeaders(200, 0);
            try {
                writing.to(exchange.getResponseBody());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
        server.start();
        return Upstream.parse("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void givesTheAnswerAsItWouldBeRecorded() throws Exception {
        Upstream upstream = answering(body -> body.write(ascii(EVENT + EVENT + "data: [DONE]\n\n")));

        Response response = calls.ask(upstream, QUESTION);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(response.chunks()).hasSize(3);
        assertThat(response.headers().first("x-coding")).contains("identity");
        assertThat(response.headers().first("date")).isEmpty();
    }

    @Test
    void asksSeveralAtTheSameTime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        server.setExecutor(work -> new Thread(work).start());
        Upstream upstream = answering(body -> {
            both.countDown();
            both.await();
            body.write(ascii("data: [DONE]\n\n"));
        });

        CompletableFuture<Response> other = CompletableFuture.supplyAsync(() -> {
            try {
                return calls.ask(upstream, QUESTION);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });

        assertThat(calls.ask(upstream, QUESTION).chunks()).hasSize(1);
        assertThat(other.get().chunks()).hasSize(1);
    }

    @Test
    void takesAnAnswerForWholeThatHasItsEndMarkAndDoesNotEnd() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Upstream upstream = answering(body -> {
            body.write(ascii(EVENT + "data: [DONE]\n\n"));
            body.flush();
            seen.await();
        });

        try (UpstreamCalls impatient = new UpstreamCalls(10_000, 1)) {
            Response response = impatient.ask(upstream, QUESTION);

            assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
            assertThat(response.chunks()).hasSize(2);
        } finally {
            seen.countDown();
        }
    }

    @Test
    void givesUpAnAnswerThatIsTooLong() {
        Upstream upstream = answering(body -> {
            for (int i = 0; i < 1_000; i++) {
                body.write(ascii(EVENT));
                body.flush();
            }
        });

        assertThatThrownBy(() -> calls.ask(upstream, QUESTION))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("sent an answer of more than 10000 bytes");
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThatThrownBy(() -> calls.ask(Upstream.parse("http://127.0.0.1:" + free), QUESTION))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("nothing listens there")
                .matches(UpstreamException::isAway);
    }

    @Test
    void waitsNoLongerWhenItIsStopped() {
        CountDownLatch never = new CountDownLatch(1);
        Upstream upstream = answering(body -> {
            body.flush();
            calls.stop();
            never.await();
        });

        assertThatThrownBy(() -> calls.ask(upstream, QUESTION)).hasMessageContaining("the command was stopped");
        assertThatThrownBy(() -> calls.ask(upstream, QUESTION)).hasMessageContaining("the command was stopped");
        never.countDown();
    }
}
