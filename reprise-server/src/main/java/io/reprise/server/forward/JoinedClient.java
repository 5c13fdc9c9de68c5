package io.reprise.server.forward;

import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.routing.Call;
import io.reprise.server.shared.Progress;
import io.reprise.server.shared.SharedResponse;
import io.reprise.server.shared.Subscriber;

/** A call that receives the answer to another, identical one that was asked before it. */
final class JoinedClient implements Subscriber.Listener {
    private final Call call;
    private final SharedResponse response;
    private final Runnable again;
    private int status;

    /** @param again decides again what happens to the call */
    JoinedClient(Call call, SharedResponse response, Runnable again) {
        this.call = call;
        this.response = response;
        this.again = again;
    }

    @Override
    public void started(ResponseHead head) {
        status = head.status();
        call.begins(head);
    }

    @Override
    public void full() {
        // What it lacks is remembered by the shared response anyway, so the upstream need not wait for it.
    }

    @Override
    public void drained() {
        // See full().
    }

    @Override
    public void gone() {
        call.finish(Verb.CLIENT_LEFT, status, 0, "the client went away", Cost.NONE);
    }

    @Override
    public void ended(BodyEnd end) {
        String note = end == BodyEnd.WHOLE ? "" : response.notes().whyBroken();
        call.finish(Verb.JOINED, status, 0, note, Cost.NONE);
    }

    @Override
    public void undecodable(String reason) {
        call.finish(Verb.JOINED, status, 0, AnswerEnd.undecoded(reason), Cost.NONE);
    }

    @Override
    public void withdrawn() {
        again.run();
    }

    @Override
    public void failed(Progress.Failed failure) {
        call.fail(failure.status(), failure.reason(), failure.retry(), Cost.NONE);
    }
}
