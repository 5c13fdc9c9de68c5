package io.reprise.server;

import io.reprise.core.replay.fault.Script;
import io.reprise.core.replay.fault.Step;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** One answer on its way to a client as a script says, each write by itself. Runs on the client's event loop. */
final class ScriptedAnswer implements DeadlineScheduler.TimedTask {
    /** Told when nothing more is done. */
    interface Listener {
        /** @param sent the number of writes */
        void ended(int sent, boolean hasClientGone);

        /** The response stays open with nothing more to come; what {@link #ended} says follows. */
        void hangs();
    }

    private final Script script;
    private final Client client;
    private final HttpServerResponse response;
    private final DeadlineScheduler timetable;
    private final Listener listener;
    private Future<Void> written = Future.succeededFuture();
    private int next;
    private int sent;
    private boolean isWaitingForClient;
    private boolean isDone;

    ScriptedAnswer(Script script, Client client, DeadlineScheduler timetable, Listener listener) {
        this.script = script;
        this.client = client;
        this.response = client.response();
        this.timetable = timetable;
        this.listener = listener;
    }

    void start() {
        response.closeHandler(closed -> end(true));
        response.exceptionHandler(broken -> end(true));
        response.drainHandler(drained -> drained());
        if (response.closed()) {
            end(true);
        } else {
            go(System.nanoTime());
        }
    }

    @Override
    public long dueNanos() {
        return client.wholeNanos() + script.steps().get(next).dueNanos();
    }

    @Override
    public void go(long nowNanos) {
        while (!isDone && !response.writeQueueFull() && dueNanos() - nowNanos <= 0) {
            perform(script.steps().get(next++));
        }
        if (isDone) {
            return;
        }
        if (response.writeQueueFull()) {
            isWaitingForClient = true;
        } else {
            timetable.add(this);
        }
    }

    private void drained() {
        if (isWaitingForClient && !isDone) {
            isWaitingForClient = false;
            go(System.nanoTime());
        }
    }

    private void perform(Step step) {
        if (step instanceof Step.Head head) {
            sendHead(head);
        } else if (step instanceof Step.Send send) {
            written = response.write(Buffer.buffer(send.bytes().toArray()));
            sent++;
        } else if (step instanceof Step.End) {
            end(false);
            response.end();
        } else if (step instanceof Step.Cut) {
            end(false);
            written.onComplete(all -> ConnectionAborter.cut(client));
        } else if (step instanceof Step.Reset) {
            end(false);
            written.onComplete(all -> ConnectionAborter.reset(client));
        } else {
            listener.hangs();
            end(false);
        }
    }

    private void sendHead(Step.Head head) {
        response.setStatusCode(head.status());
        head.headers().fields().forEach(field -> response.headers().add(field.name(), field.value()));
        boolean mayHaveBody = head.status() >= 200 && head.status() != 204 && head.status() != 304;
        if (head.length().isPresent()) {
            response.headers()
                    .set("content-length", String.valueOf(head.length().getAsLong()));
        } else {
            response.setChunked(mayHaveBody);
        }
        written = response.writeHead();
    }

    private void end(boolean hasClientGone) {
        if (!isDone) {
            isDone = true;
            listener.ended(sent, hasClientGone);
        }
    }
}
