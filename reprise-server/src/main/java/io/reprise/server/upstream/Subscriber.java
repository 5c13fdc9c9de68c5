package io.reprise.server.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.server.http.ClientConnection;
import io.reprise.server.http.RequestScope;
import io.reprise.server.http.ResponseHead;
import io.reprise.server.recording.BodyEnd;
import java.util.List;

/** One client that receives a {@link SharedResponse}. All but {@link #wake} runs on the client's own event loop. */
final class Subscriber {
    /** Told how the client fares. */
    interface Listener {
        /** The client is about to be sent this answer. */
        void started(ResponseHead head);

        /** The client can take no more for now. */
        void full();

        void drained();

        /** The client went away before the end. */
        void gone();

        /** The client has been sent all there is. */
        void ended(BodyEnd end);

        /** There is no answer; nothing has been sent to the client. */
        void failed(SharedResponse.Progress.Failed failure);
    }

    private final RequestScope scope;
    private final ClientConnection client;
    private final SharedResponse response;
    private final Listener listener;
    private int received;
    private boolean isStarted;
    private boolean isDone;
    private boolean isFull;

    /** To be made on the client's event loop. */
    Subscriber(RequestScope scope, SharedResponse response, Listener listener) {
        this.scope = scope;
        this.client = scope.client();
        this.response = response;
        this.listener = listener;
        client.whenClosed(this::gone);
        client.whenWritable(this::drained);
    }

    private void gone() {
        if (!isDone) {
            finish();
            listener.gone();
        }
    }

    private void drained() {
        if (isFull && !isDone) {
            isFull = false;
            listener.drained();
            sendArrived();
        }
    }

    /** Sends what has arrived; at once where this is the client's event loop already. */
    void wake() {
        if (scope.loop().isCurrent()) {
            scope.run(this::sendArrived);
        } else {
            scope.loop().execute(() -> scope.run(this::sendArrived));
        }
    }

    private void sendArrived() {
        if (isDone || isFull) {
            return;
        }
        SharedResponse.Progress progress = response.progress(received);
        if (progress instanceof SharedResponse.Progress.Failed failed) {
            fail(failed);
        } else if (progress instanceof SharedResponse.Progress.Lost) {
            end(BodyEnd.BROKEN);
        } else if (progress instanceof SharedResponse.Progress.Arrived arrived) {
            send(arrived);
        }
    }

    private void send(SharedResponse.Progress.Arrived arrived) {
        boolean isHeadOnly = arrived.next().isEmpty() && arrived.end().isEmpty();
        if (!isStarted && isHeadOnly && endsWithHead(arrived.head())) {
            return; // the client would take it for the end, which comes when the answer is kept
        }
        if (!isStarted) {
            isStarted = true;
            listener.started(arrived.head());
            client.start(arrived.head());
            client.sendHead();
        }
        if (!arrived.next().isEmpty()) {
            received += arrived.next().size();
            client.send(joined(arrived.next()));
        }
        if (arrived.end().isPresent()) {
            end(arrived.end().get());
        } else if (!client.isWritable()) {
            isFull = true;
            listener.full();
        }
    }

    private boolean endsWithHead(ResponseHead head) {
        return scope.isOfHead()
                || !head.mayHaveBody()
                || head.headers().first("content-length").filter("0"::equals).isPresent();
    }

    private void fail(SharedResponse.Progress.Failed failure) {
        if (isStarted) {
            end(BodyEnd.BROKEN);
        } else {
            finish();
            listener.failed(failure);
        }
    }

    private void end(BodyEnd how) {
        finish();
        if (how == BodyEnd.WHOLE) {
            client.end();
        } else {
            client.abort(ClientConnection.Abort.CUT);
        }
        listener.ended(how);
    }

    private void finish() {
        isDone = true;
        response.remove(this);
    }

    /** Several clients may be sent the same bytes. */
    private static ByteBuf joined(List<ByteBuf> pieces) {
        return pieces.size() == 1
                ? pieces.get(0).duplicate()
                : Unpooled.wrappedBuffer(pieces.stream().map(ByteBuf::duplicate).toArray(ByteBuf[]::new));
    }
}
