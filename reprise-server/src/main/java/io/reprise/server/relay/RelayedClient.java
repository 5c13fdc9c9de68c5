package io.reprise.server.relay;

import io.netty.buffer.ByteBuf;
import io.reprise.core.content.AcceptedCodings;
import io.reprise.core.exchange.Headers;
import io.reprise.server.network.EventLoop;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.request.AnswerReceiver;
import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.ClientConnection.Abort;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.shared.Progress;
import io.reprise.server.shared.SharedResponse;
import io.reprise.server.shared.Subscriber;

/** Another server as a client of an answer: it is sent frames. While there is nothing to send, it is told now and then that this server lives. */
final class RelayedClient implements AnswerReceiver, Subscriber.Listener {
    private static final long ALIVE_MS = 1_000;
    private static final AcceptedCodings EVERY_CODING = AcceptedCodings.of(Headers.of("accept-encoding", "*"));

    private final RequestScope scope;
    private final ClientConnection connection;
    private final SharedResponse response;
    private EventLoop.Timer aliveTimer = () -> {};
    private boolean hasSent;

    private RelayedClient(RequestScope scope, SharedResponse response) {
        this.scope = scope;
        this.connection = scope.client();
        this.response = response;
    }

    /** Sends it an answer from its first byte; false if that is no longer possible. */
    static boolean join(RequestScope scope, SharedResponse response) {
        RelayedClient client = new RelayedClient(scope, response);
        Subscriber subscriber = new Subscriber(scope, client, response, EVERY_CODING, client);
        if (!response.add(subscriber)) {
            return false;
        }
        client.begin();
        subscriber.wake();
        return true;
    }

    /** Says that this server has the answer. */
    private void begin() {
        connection.start(new ResponseHead(200, Headers.of("content-type", "application/octet-stream")));
        connection.sendHead();
        watch();
    }

    private void watch() {
        aliveTimer = scope.after(ALIVE_MS, () -> {
            if (!hasSent && connection.isWritable()) {
                connection.send(RelayFrames.alive());
            }
            hasSent = false;
            watch();
        });
    }

    @Override
    public void start(ResponseHead head) {
        pass(RelayFrames.head(head));
    }

    @Override
    public void sendHead() {
        // it has been sent
    }

    @Override
    public void send(ByteBuf bytes) {
        pass(RelayFrames.bytes(bytes));
    }

    private void pass(ByteBuf frame) {
        hasSent = true;
        connection.send(frame);
    }

    @Override
    public void end() {
        end(BodyEnd.WHOLE);
    }

    @Override
    public void abort(Abort how) {
        end(BodyEnd.BROKEN);
    }

    private void end(BodyEnd how) {
        endWith(RelayFrames.end(
                new RelayFrames.End(how, response.isComplete(), response.notes().kept())));
    }

    private void endWith(ByteBuf frame) {
        aliveTimer.cancel();
        connection.send(frame);
        connection.end();
    }

    /** Only the other server knows its clients. */
    @Override
    public boolean wasLetGo() {
        return true;
    }

    @Override
    public boolean isWritable() {
        return connection.isWritable();
    }

    @Override
    public void whenWritable(Runnable task) {
        connection.whenWritable(task);
    }

    @Override
    public void whenClosed(Runnable task) {
        connection.whenClosed(task);
    }

    @Override
    public void started(ResponseHead head) {
        // see start()
    }

    @Override
    public void full() {
        // what it lacks is remembered by the shared response anyway
    }

    @Override
    public void drained() {
        // see full()
    }

    @Override
    public void gone() {
        aliveTimer.cancel();
        scope.finishUnnoted();
    }

    @Override
    public void ended(BodyEnd end) {
        scope.finishUnnoted();
    }

    @Override
    public void undecodable(String reason) {
        throw new IllegalStateException("nothing is decoded for another server");
    }

    @Override
    public void failed(Progress.Failed failure) {
        endWith(RelayFrames.failed(failure));
        scope.finishUnnoted();
    }

    /** This server does not ask after all; the other one sees that its answer does not begin. */
    @Override
    public void withdrawn() {
        aliveTimer.cancel();
        connection.end();
        scope.finishUnnoted();
    }
}
