package io.reprise.server.shared;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.content.AcceptedCodings;
import io.reprise.server.memory.SpillException;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.request.AnswerReceiver;
import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client that receives a {@link SharedResponse}. All but {@link #wake} runs on the client's own event loop. */
public final class Subscriber {
    /** Told how the client fares. */
    public interface Listener {
        /** The client is about to be sent this answer. */
        void started(ResponseHead head);

        /** The client can take no more for now. */
        void full();

        void drained();

        /** The client went away before the end. */
        void gone();

        /** The client has been sent all there is. */
        void ended(BodyEnd end);

        /** The rest of the answer cannot be decoded for this client, which is cut off. */
        void undecodable(String reason);

        /** There is no answer; nothing has been sent to the client. */
        void failed(Progress.Failed failure);

        /** Nothing has been sent to the client, and what it asks for is to be decided again. */
        default void withdrawn() {
            throw new UnsupportedOperationException(); // it is not, once an upstream has been asked
        }
    }

    private final RequestScope scope;
    private final AnswerReceiver client;
    private final SharedResponse response;
    private final Listener listener;
    private final AcceptedCodings accepted;
    private @Nullable DecodedDelivery decoding;
    private volatile int received;
    private boolean isStarted;
    private boolean isDone;
    private boolean isFull;
    /** A worker decodes or reads what comes next. */
    private boolean isPreparing;

    /** To be made on the client's event loop. */
    public Subscriber(RequestScope scope, SharedResponse response, AcceptedCodings accepted, Listener listener) {
        this(scope, scope.client(), response, accepted, listener);
        if (scope.client().isClosed()) { // which it tells nobody who asks only now
            scope.loop().execute(() -> scope.run(this::gone));
        }
    }

    /** @param client to whom it is sent in the place of the request's own */
    public Subscriber(
            RequestScope scope,
            AnswerReceiver client,
            SharedResponse response,
            AcceptedCodings accepted,
            Listener listener) {
        this.scope = scope;
        this.client = client;
        this.response = response;
        this.accepted = accepted;
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
    public void wake() {
        if (scope.loop().isCurrent()) {
            scope.run(this::sendArrived);
        } else {
            scope.loop().execute(() -> scope.run(this::sendArrived));
        }
    }

    /** How many pieces it has been sent, or will be without being asked again. */
    int received() {
        return received;
    }

    boolean wasLetGo() {
        return client.wasLetGo();
    }

    private void sendArrived() {
        boolean goesOn = true;
        while (goesOn && !isDone && !isFull && !isPreparing) {
            if (decoding != null && decoding.isWaiting()) {
                decode(decoding, List.of(), Optional.empty());
                return;
            }
            Progress progress = response.progress(received);
            goesOn = false;
            if (progress instanceof Progress.Failed failed) {
                fail(failed);
            } else if (progress instanceof Progress.Withdrawn) {
                finish();
                listener.withdrawn();
            } else if (progress instanceof Progress.Lost) {
                end(BodyEnd.BROKEN);
            } else if (progress instanceof Progress.Arrived arrived) {
                goesOn = !arrived.next().isEmpty();
                send(arrived);
            }
        }
    }

    private void send(Progress.Arrived arrived) {
        boolean isHeadOnly = arrived.next().isEmpty() && arrived.end().isEmpty();
        if (!isStarted && isHeadOnly && endsWithHead(arrived.head())) {
            return; // the client would take it for the end, which comes when the answer is kept
        }
        if (!isStarted) {
            start(arrived.head());
        }
        Optional<List<ByteBuf>> next = inMemory(arrived.next());
        if (next.isPresent()) {
            pass(next.get(), arrived);
        } else {
            isPreparing = true;
            scope.onWorker(() -> read(arrived.next()), bytes -> passRead(bytes, arrived));
        }
    }

    private void passRead(Optional<ByteBuf> bytes, Progress.Arrived arrived) {
        isPreparing = false;
        if (isDone) {
            closeDecoding();
        } else if (bytes.isEmpty()) {
            end(BodyEnd.BROKEN);
        } else {
            pass(List.of(bytes.get()), arrived);
            sendArrived();
        }
    }

    private static Optional<List<ByteBuf>> inMemory(List<ArrivedPiece> pieces) {
        List<ByteBuf> bytes = new ArrayList<>(pieces.size());
        for (ArrivedPiece piece : pieces) {
            piece.inMemory().ifPresent(bytes::add);
        }
        return bytes.size() == pieces.size() ? Optional.of(bytes) : Optional.empty();
    }

    /** For workers. Empty if it cannot be read any more. */
    private static Optional<ByteBuf> read(List<ArrivedPiece> pieces) {
        try {
            return Optional.of(Unpooled.wrappedBuffer(
                    pieces.stream().map(ArrivedPiece::read).toArray(byte[][]::new)));
        } catch (SpillException gone) {
            return Optional.empty();
        }
    }

    private void pass(List<ByteBuf> next, Progress.Arrived arrived) {
        int all = received + arrived.next().size();
        received = all; // read by others, changed only here
        if (!next.isEmpty()) {
            response.forgetReceived();
        }
        if (decoding != null) {
            decode(decoding, next, arrived.end());
            return;
        }
        if (!next.isEmpty()) {
            client.send(joined(next));
        }
        if (arrived.end().isPresent()) {
            end(arrived.end().get());
        } else {
            waitIfFull();
        }
    }

    private void start(ResponseHead head) {
        isStarted = true;
        listener.started(head);
        decoding = scope.isOfHead() ? null : DecodedDelivery.of(head, accepted).orElse(null);
        client.start(decoding == null ? head : DecodedDelivery.head(head));
        client.sendHead();
    }

    private void waitIfFull() {
        if (!client.isWritable()) {
            isFull = true;
            listener.full();
        }
    }

    /** Goes on when it is decoded. */
    private void decode(DecodedDelivery delivery, List<ByteBuf> arrived, Optional<BodyEnd> how) {
        delivery.add(arrived);
        if (!delivery.isWaiting() && how.isEmpty()) {
            return;
        }
        List<ByteBuf> next = delivery.next();
        Optional<BodyEnd> end = delivery.isWaiting() ? Optional.empty() : how;
        isPreparing = true;
        scope.onWorker(() -> delivery.decode(next, end.isPresent()), step -> sendDecoded(delivery, step, end));
    }

    private void sendDecoded(DecodedDelivery delivery, DecodedDelivery.Step step, Optional<BodyEnd> end) {
        isPreparing = false;
        if (isDone) {
            delivery.close();
            return;
        }
        if (step.bytes().isReadable()) {
            client.send(step.bytes());
        }
        if (!step.failure().isEmpty()) {
            finish();
            client.abort(ClientConnection.Abort.CUT);
            listener.undecodable(step.failure());
        } else if (end.isPresent()) {
            end(endOf(step, end.get()));
        } else {
            waitIfFull();
            sendArrived();
        }
    }

    /** Without its coding, a body has no length that was promised; that it is complete, its end mark may tell. */
    private BodyEnd endOf(DecodedDelivery.Step step, BodyEnd ofHttp) {
        if (response.isComplete()) {
            return BodyEnd.WHOLE;
        }
        return step.isTruncated() ? BodyEnd.BROKEN : ofHttp;
    }

    private boolean endsWithHead(ResponseHead head) {
        return scope.isOfHead() || head.isAll();
    }

    private void fail(Progress.Failed failure) {
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
        if (!isPreparing) {
            closeDecoding();
        }
    }

    private void closeDecoding() {
        if (decoding != null) {
            decoding.close();
        }
    }

    /** Several clients may be sent the same bytes. */
    private static ByteBuf joined(List<ByteBuf> pieces) {
        return pieces.size() == 1
                ? pieces.get(0).duplicate()
                : Unpooled.wrappedBuffer(pieces.stream().map(ByteBuf::duplicate).toArray(ByteBuf[]::new));
    }
}
