package io.reprise.server.client;

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
        return Future.succeededFuture(request);
    }

    /** When the connection was there and the request was sent, by {@link System#nanoTime}; until then, when it was made. */
    long sentNanos() {
        return sentNanos;
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
