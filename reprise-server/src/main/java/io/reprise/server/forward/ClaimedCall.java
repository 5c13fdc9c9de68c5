package io.reprise.server.forward;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.plan.Attempt;
import io.reprise.core.store.OtherServers;
import io.reprise.core.store.OtherServers.Claim;
import io.reprise.core.store.OtherServers.Holder;
import io.reprise.core.store.OtherServers.Lease;
import io.reprise.core.store.OtherServers.Token;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.server.client.UpstreamClient;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.relay.OwnAddress;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.routing.Call;
import io.reprise.server.shared.Progress;
import io.reprise.server.shared.SharedResponse;
import io.reprise.server.shared.Subscriber;
import io.reprise.server.upstream.Upstream;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A call for an answer that is to be kept, where other servers use the same store: finds out who asks the upstream, this server or another one, of which it
 * follows the answer. Stands for the first client until that is decided. Runs on that client's event loop.
 */
final class ClaimedCall implements Subscriber.Listener, FollowedAnswer.Watcher {
    private static final int UNAVAILABLE = 503;

    /** Between two looks at a lease of a server that cannot be reached: long enough for the database, and not the same for all. */
    private static final long SHORTEST_WAIT_MS = 300;

    private static final long LONGEST_WAIT_MS = 700;

    /** What all such calls of an event loop need. */
    record Tools(AnswerKeeper keeper, UpstreamClient client, RelaySettings relay) {}

    /** What is done with the call when it is decided. */
    interface Decision {
        /** Asks the upstream; returns who stands for the first client from then on. */
        Subscriber.Listener ask(Optional<Lease> lease);

        /** Notes that an upstream is asked. */
        Attempt attempt();

        /** Decides again what happens to the call. */
        void again();
    }

    private final Tools tools;
    private final Call call;
    private final SharedResponse shared;
    private final List<Store.Version> looked;
    private final Decision decision;
    private final Holder self;
    private Subscriber.@Nullable Listener decided;
    private @Nullable FollowedAnswer following;
    private @Nullable Holder holder;
    private boolean hasLeft;
    private boolean isOver;

    ClaimedCall(Tools tools, Call call, SharedResponse shared, List<Store.Version> looked, Decision decision) {
        this.tools = tools;
        this.call = call;
        this.shared = shared;
        this.looked = looked;
        this.decision = decision;
        this.self = tools.relay().address().newHolder();
    }

    void begin() {
        tools.keeper().offer(self.token(), shared);
        listen();
        claim(Optional.empty());
    }

    private void listen() {
        shared.whenGivenUp(() -> later(this::giveUp));
        shared.whenChanged(() -> later(this::goOn));
        shared.whenDeserted(() -> later(this::deserted));
    }

    private void later(Runnable step) {
        call.scope().loop().execute(() -> run(step));
    }

    private void run(Runnable step) {
        try {
            step.run();
        } catch (Throwable thrown) {
            call.scope().report(thrown);
            fail(500, "unexpected error: " + thrown, Retry.USELESS);
        }
    }

    /** @param instead whose lease is taken over, since it is gone */
    private void claim(Optional<Token> instead) {
        OtherServers others = tools.relay().others();
        OtherServers.Wanted wanted = new OtherServers.Wanted(call.question(), self, looked, instead);
        call.scope()
                .loop()
                .onWorker(
                        () -> others.claim(wanted),
                        claim -> run(() -> claimed(claim)),
                        failed -> run(() -> notClaimed(failed)));
    }

    private void claimed(Claim claim) {
        if (claim instanceof Claim.Held held) {
            if (isOver) {
                tools.keeper().release(call.scope().loop(), held.lease());
            } else {
                ask(Optional.of(held.lease()));
            }
        } else if (!isOver && claim instanceof Claim.Elsewhere elsewhere) {
            follow(elsewhere.holder());
        } else if (!isOver) {
            withdraw();
        }
    }

    private void notClaimed(Throwable failed) {
        if (isOver) {
            return;
        }
        if (!(failed instanceof StoreException)) {
            call.scope().report(failed);
        }
        tools.relay().say("the upstream is asked, whether or not another server asks the same: " + failed.getMessage());
        ask(Optional.empty());
    }

    private void ask(Optional<Lease> lease) {
        isOver = true;
        shared.notes().markOfThisServer();
        decide(decision.ask(lease));
    }

    private void decide(Subscriber.Listener listener) {
        decided = listener;
        if (hasLeft) {
            listener.gone();
        }
    }

    private void withdraw() {
        isOver = true;
        tools.keeper().ended(call.question(), shared, Optional.empty());
        shared.withdraw();
        finishLeft();
    }

    /** Notes that the first client has left, where nobody stands for it yet. */
    private void finishLeft() {
        if (hasLeft && decided == null) {
            call.finish(Verb.CLIENT_LEFT, 0, 0, AnswerEnd.LEFT, Cost.NONE);
        }
    }

    private void follow(Holder elsewhere) {
        holder = elsewhere;
        shared.notes().markOfOtherServer();
        tools.relay()
                .explain(() ->
                        "another server asks the same: following its answer from " + OwnAddress.baseOf(elsewhere));
        FollowedAnswer answer = new FollowedAnswer(tools.keeper(), call, shared, decision::attempt, this);
        following = answer;
        Request request = new Request("GET", OwnAddress.pathOf(elsewhere), "", Headers.NONE, Bytes.EMPTY);
        answer.asked(tools.client().ask(upstream(elsewhere), request, false));
        decide(new JoinedClient(call, shared, decision::again));
        deserted();
    }

    private Upstream upstream(Holder elsewhere) {
        URI url = URI.create(OwnAddress.baseOf(elsewhere));
        return new Upstream("", url, List.of(), Headers.NONE, tools.relay().connection());
    }

    @Override
    public void reached() {
        tools.relay().known().reached(Objects.requireNonNull(holder));
    }

    @Override
    public void refused(FollowedAnswer.Refusal refusal, String reason) {
        Holder gone = Objects.requireNonNull(holder);
        following = null;
        if (isOver) {
            return;
        }
        boolean isGone = refusal == FollowedAnswer.Refusal.ENDED
                || refusal == FollowedAnswer.Refusal.BROKEN
                        && tools.relay().known().hasReached(gone);
        if (isGone) {
            claim(Optional.of(gone.token()));
        } else {
            await(gone, reason);
        }
    }

    /** Waits until its lease has been given back, or has run out. */
    private void await(Holder unreached, String reason) {
        if (tools.relay().known().isNewlyUnreachable(unreached)) {
            tools.relay()
                    .say("another server asks the same, but its answer cannot be followed: " + reason
                            + "; requests wait until it is recorded. Check '--advertise' of the server at "
                            + OwnAddress.baseOf(unreached));
        }
        long millis = ThreadLocalRandom.current().nextLong(SHORTEST_WAIT_MS, LONGEST_WAIT_MS);
        call.scope()
                .loop()
                .after(
                        millis,
                        () -> run(() -> {
                            if (!isOver) {
                                claim(Optional.empty());
                            }
                        }));
    }

    @Override
    public void over() {
        isOver = true;
        following = null;
    }

    /** The server stops. */
    private void giveUp() {
        if (following != null) {
            following.giveUp();
        } else {
            fail(UNAVAILABLE, "the server stops", Retry.USEFUL);
        }
    }

    private void fail(int status, String reason, Retry retry) {
        if (!isOver) {
            isOver = true;
            tools.keeper().ended(call.question(), shared, Optional.empty());
            shared.fail(new Progress.Failed(status, reason, retry));
            finishLeft();
        }
    }

    /** Whoever asks reads on; who follows need not. */
    private void deserted() {
        if (following != null && shared.isDeserted()) {
            following.giveUp();
        }
    }

    private void goOn() {
        if (following != null) {
            following.goOn();
        }
    }

    @Override
    public void started(ResponseHead head) {
        if (decided != null) {
            decided.started(head);
        }
    }

    @Override
    public void full() {
        setFull(true);
    }

    @Override
    public void drained() {
        setFull(false);
    }

    private void setFull(boolean isFull) {
        if (following != null) {
            following.setFull(isFull);
        } else if (decided != null && isFull) {
            decided.full();
        } else if (decided != null) {
            decided.drained();
        }
    }

    @Override
    public void gone() {
        hasLeft = true;
        setFull(false);
        if (decided != null) {
            decided.gone();
        }
    }

    @Override
    public void ended(BodyEnd end) {
        if (decided != null) {
            decided.ended(end);
        }
    }

    @Override
    public void undecodable(String reason) {
        hasLeft = true;
        if (decided != null) {
            decided.undecodable(reason);
        }
    }

    @Override
    public void withdrawn() {
        decision.again();
    }

    @Override
    public void failed(Progress.Failed failure) {
        if (decided != null) {
            decided.failed(failure);
        } else {
            call.fail(failure.status(), failure.reason(), failure.retry(), Cost.NONE);
        }
    }
}
