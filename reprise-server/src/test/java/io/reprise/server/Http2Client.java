package io.reprise.server;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client of HTTP/2 without TLS. Unlike Java's own, it tells each byte that has arrived before an answer breaks off. */
final class Http2Client implements AutoCloseable {
    private static final long PATIENCE_S = 20;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

    /** Told what arrives; may end the exchange. */
    interface Reader {
        /** @return whether the client stays */
        boolean goesOn(int bytes);
    }

    Received post(int port, String target, Map<String, String> headers, String body, Reader reader)
            throws InterruptedException {
        return ask("POST", port, target, headers, body, reader);
    }

    Received ask(String method, int port, String target, Map<String, String> headers, String body, Reader reader)
            throws InterruptedException {
        CompletableFuture<Received> result = new CompletableFuture<>();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(method))
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(target);
        headers.forEach(options::putHeader);
        client.request(options)
                .compose(asking -> asking.send(body).map(answer -> {
                    read(asking, answer, reader, result);
                    return answer;
                }))
                .onFailure(broken -> result.complete(Received.NOTHING));
        try {
            return result.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException hangs) {
            throw new AssertionError("no end within " + PATIENCE_S + " s", hangs);
        }
    }

    private static void read(
            HttpClientRequest asking, HttpClientResponse answer, Reader reader, CompletableFuture<Received> result) {
        Buffer all = Buffer.buffer();
        answer.handler(piece -> {
            all.appendBuffer(piece);
            if (!reader.goesOn(all.length())) {
                result.complete(received(answer, all, false));
                asking.reset(8);
            }
        });
        answer.endHandler(end -> result.complete(received(answer, all, true)));
        answer.exceptionHandler(broken -> result.complete(received(answer, all, false)));
    }

    private static Received received(HttpClientResponse answer, Buffer all, boolean isWhole) {
        String retry = Objects.requireNonNullElse(answer.getHeader("x-should-retry"), "");
        return new Received(answer.statusCode(), retry, all.getBytes(), isWhole);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
