package io.reprise.server.client;

import io.netty.buffer.ByteBuf;
import io.reprise.server.network.VertxInternals;
import io.reprise.server.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** The body of an answer that is of use only when all of it has come. Belongs to the event loop of its request. */
public final class WholeBody {
    private final Upstream upstream;
    private final HttpClientResponse answer;
    private final long mostBytes;
    private final Promise<ByteBuf> read = Promise.promise();
    private final Buffer body = Buffer.buffer();

    private WholeBody(Upstream upstream, HttpClientResponse answer, long mostBytes) {
        this.upstream = upstream;
        this.answer = answer;
        this.mostBytes = mostBytes;
    }

    /**
     * Reads the body of an answer; fails with {@link UpstreamException}, and stops reading, where it is too large.
     *
     * @param mostBytes of the body as it comes
     */
    public static Future<ByteBuf> of(Upstream upstream, HttpClientResponse answer, long mostBytes) {
        WholeBody whole = new WholeBody(upstream, answer, mostBytes);
        answer.exceptionHandler(whole.read::tryFail);
        answer.endHandler(ended -> whole.read.tryComplete(VertxInternals.bytes(whole.body)));
        answer.handler(whole::add);
        return whole.read.future();
    }

    private void add(Buffer piece) {
        if (read.future().isComplete()) {
            return;
        }
        if (body.length() + (long) piece.length() > mostBytes) {
            read.fail(UpstreamException.tooLarge(upstream, mostBytes));
            answer.request().reset();
        } else {
            body.appendBuffer(piece);
        }
    }
}
