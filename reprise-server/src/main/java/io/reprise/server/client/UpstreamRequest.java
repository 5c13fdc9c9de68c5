package io.reprise.server.client;

import io.reprise.server.network.VertxInternals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A request to an upstream that can be given up at any time, also before its answer begins. Belongs to one event loop. */
public final class UpstreamRequest {
    private final Promise<HttpClientResponse> answer = Promise.promise();
    private @Nullable HttpClientRequest sent;
    private @Nullable UpstreamWatch watch;
    private boolean isGivenUp;
    private long sentNanos = System.nanoTime();

    /** The answer; its body is to be read by handlers that are set at once. Fails if there is none. */
    public Future<HttpClientResponse> answer() {
        return answer.future();
    }

    /** The connection is there. */
    Future<HttpClientRequest> connected(HttpClientRequest request) {
        if (isGivenUp) {
            request.reset();
            return Future.failedFuture(new CancellationException("no client waits for the answer"));
        }
        sent = request;
        sentNanos = System.nanoTime();
        watch = VertxInternals.channel(request.connection())
                .map(context -> context.pipeline().get(UpstreamWatch.class))
                .orElse(null);
        return Future.succeededFuture(request);
    }

    /** When the request was sent over its connection, by {@link System#nanoTime}; until then, when the connection was there, or the request was made. */
    public long sentNanos() {
        return watch == null ? sentNanos : sentNanos + Math.max(0, watch.sentNanos() - sentNanos);
    }

    /** When the bytes of the answer came that were read last, by {@link System#nanoTime}; now, where that is not known. */
    public long arrivedNanos() {
        return watch == null ? System.nanoTime() : watch.readNanos();
    }

    UpstreamRequest completeWith(Future<HttpClientResponse> outcome) {
        outcome.onComplete(answer);
        return this;
    }

    /** Lets go of the upstream: nothing more of the answer arrives. */
    public void giveUp() {
        isGivenUp = true;
        if (sent != null) {
            sent.reset();
        }
    }
}
