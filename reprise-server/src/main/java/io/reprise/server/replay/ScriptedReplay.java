package io.reprise.server.replay;

import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.core.replay.fault.Script;
import io.reprise.core.replay.fault.Step;
import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.ClientConnection.Abort;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;

/** One answer on its way to a client as a script of faults says, each write by itself. Runs on the client's event loop. */
final class ScriptedReplay implements TimedTask {
    /** Told when nothing more is done. */
    interface Listener {
        /** @param sent the number of writes */
        void ended(int sent, boolean hasClientGone);

        /** The response stays open with nothing more to come; {@link #ended} follows. */
        void hangs();
    }

    private final Script script;
    private final RequestScope scope;
    private final ClientConnection client;
    private final DeadlineScheduler scheduler;
    private final Listener listener;
    private int next;
    private int sent;
    private boolean isWaitingForClient;
    private boolean isDone;

    ScriptedReplay(Script script, RequestScope scope, DeadlineScheduler scheduler, Listener listener) {
        this.script = script;
        this.scope = scope;
        this.client = scope.client();
        this.scheduler = scheduler;
        this.listener = listener;
    }

    void start() {
        client.whenClosed(() -> end(true));
        client.whenWritable(this::goOn);
        if (client.isClosed()) {
            end(true);
        } else {
            run(System.nanoTime());
        }
    }

    @Override
    public long dueNanos() {
        return scope.wholeNanos() + script.steps().get(next).dueNanos();
    }

    @Override
    public void run(long nowNanos) {
        while (!isDone && client.isWritable() && dueNanos() - nowNanos <= 0) {
            perform(script.steps().get(next++));
        }
        if (isDone) {
            return;
        }
        if (client.isWritable()) {
            scheduler.add(this);
        } else {
            isWaitingForClient = true;
        }
    }

    @Override
    public void failed(Throwable thrown) {
        scope.fail(thrown);
        end(false);
    }

    private void goOn() {
        if (isWaitingForClient && !isDone) {
            isWaitingForClient = false;
            run(System.nanoTime());
        }
    }

    private void perform(Step step) {
        if (step instanceof Step.Head head) {
            sendHead(head);
        } else if (step instanceof Step.Send send) {
            client.send(Unpooled.wrappedBuffer(send.bytes().toArray()));
            sent++;
        } else if (step instanceof Step.End) {
            end(false);
            client.end();
        } else if (step instanceof Step.Cut) {
            end(false);
            client.abort(Abort.CUT);
        } else if (step instanceof Step.Reset) {
            end(false);
            client.abort(Abort.RESET);
        } else {
            listener.hangs();
            end(false);
        }
    }

    private void sendHead(Step.Head head) {
        Headers recorded = head.headers().ofAnswerTo(scope.isOfHead() ? "HEAD" : "GET"); // may be edited by hand
        Headers headers = head.length().isEmpty() || scope.isOfHead()
                ? recorded
                : recorded.plus("content-length", String.valueOf(head.length().getAsLong()));
        client.start(new ResponseHead(head.status(), headers));
        client.sendHead();
    }

    private void end(boolean hasClientGone) {
        if (!isDone) {
            isDone = true;
            listener.ended(sent, hasClientGone);
        }
    }
}
