package io.reprise.server;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** One client of a {@link SharedResponse}. All but {@link #wake} runs on the client's own event loop. */
final class Subscriber {
    /** Told how the client fares. */
    interface Listener {
        /** The client can take no more for now. */
        void full();

        void drained();

        /** The client went away before the end. */
        void gone();

        /** The client has been sent all there is. */
        void ended(SharedResponse.End end);

        /** There is no answer; nothing has been sent to the client. */
        void failed(String reason);
    }

    private final Context context;
    private final Thread eventLoop = Thread.currentThread();
    private final HttpServerResponse response;
    private final SharedResponse flight;
    private final Listener listener;
    private int received;
    private boolean isDone;
    private boolean isFull;

    /** To be made on the client's event loop, whose context is {@code context}. */
    Subscriber(Context context, HttpServerResponse response, SharedResponse flight, Listener listener) {
        this.context = context;
        this.response = response;
        this.flight = flight;
        this.listener = listener;
        response.closeHandler(closed -> gone());
        response.exceptionHandler(broken -> gone());
        response.drainHandler(drained -> drained());
    }

    private void gone() {
        if (!isDone) {
            isDone = true;
            flight.leave(this);
            listener.gone();
        }
    }

    private void drained() {
        if (isFull && !isDone) {
            isFull = false;
            listener.drained();
            pump();
        }
    }

    /** Sends what has arrived; at once where this is the client's event loop already. */
    void wake() {
        if (Thread.currentThread() == eventLoop) {
            pump();
        } else {
            context.runOnContext(ready -> pump());
        }
    }

    private void pump() {
        if (isDone || isFull) {
            return;
        }
        SharedResponse.Progress progress = flight.progress(received);
        SharedResponse.Head head = progress.head();
        String failure = progress.failure();
        if (failure != null) {
            finish();
            listener.failed(failure);
            return;
        }
        if (progress.isLost()) {
            end(SharedResponse.End.BROKEN);
            return;
        }
        if (head == null) {
            return;
        }
        if (!response.headWritten()) {
            HeaderFields.write(response, head);
            response.writeHead();
        }
        if (!progress.next().isEmpty()) {
            received += progress.next().size();
            response.write(joined(progress.next()));
        }
        SharedResponse.End end = progress.end();
        if (end != null) {
            end(end);
        } else if (response.writeQueueFull()) {
            isFull = true;
            listener.full();
        }
    }

    private void end(SharedResponse.End how) {
        finish();
        if (how == SharedResponse.End.WHOLE) {
            response.end();
        } else {
            response.reset();
        }
        listener.ended(how);
    }

    private void finish() {
        isDone = true;
        flight.leave(this);
    }

    private static Buffer joined(List<Buffer> buffers) {
        if (buffers.size() == 1) {
            return buffers.get(0);
        }
        Buffer all = Buffer.buffer();
        buffers.forEach(all::appendBuffer);
        return all;
    }
}
