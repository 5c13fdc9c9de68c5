package io.reprise.server.forward;

import io.reprise.core.content.AcceptedCodings;
import io.reprise.core.plan.Attempt;
import io.reprise.core.plan.Plan;
import io.reprise.core.store.OtherServers;
import io.reprise.core.store.Store;
import io.reprise.server.client.UpstreamClient;
import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.Journal;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.routing.Call;
import io.reprise.server.shared.AnswerMemory;
import io.reprise.server.shared.SharedResponse;
import io.reprise.server.shared.Subscriber;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.Upstreams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Has upstreams asked, once for all who ask the same at the same time. One for each event loop. */
public final class Forwarder {
    private final UpstreamClient client;
    private final Upstreams upstreams;
    private final AnswerKeeper keeper;
    private final Journal journal;
    private final Bounds bounds;
    private final Optional<ClaimedCall.Tools> claiming;

    /**
     * What one answer may take.
     *
     * @param memory where it is remembered while it arrives
     * @param readOn how long it is read on when all its clients have left
     * @param sockets how long the other side of a WebSocket is waited for
     */
    public record Bounds(AnswerMemory memory, Duration readOn, ClientTimeouts.Sockets sockets) {}

    /** @param others the other servers of the store; empty if there can be none */
    public Forwarder(
            UpstreamClient client,
            Upstreams upstreams,
            AnswerKeeper keeper,
            Journal journal,
            Bounds bounds,
            Optional<RelaySettings> others) {
        this.client = client;
        this.upstreams = upstreams;
        this.keeper = keeper;
        this.journal = journal;
        this.bounds = bounds;
        this.claiming = others.map(relay -> new ClaimedCall.Tools(keeper, client, relay));
    }

    /**
     * What was known when a call was planned.
     *
     * @param endedBefore what {@link InFlightRequests#ended} said before the store was looked at in vain, or that it was not
     * @param versions of what was found in the store
     */
    public record Looked(long endedBefore, List<Store.Version> versions) {}

    /**
     * Asks the upstream for this call, or lets it join one that asks the same already.
     *
     * @param again decides again what happens to the call, since a recording may have arrived in the meantime
     */
    public void forward(Call call, Plan.Forward plan, Looked looked, Runnable again) {
        Plan.Keeping keeping = plan.keeping();
        Upstreams.Choice choice = upstreams.choose(call.overrides().upstream(), call.model());
        if (choice instanceof Upstreams.Choice.None none) {
            if (none.isWrongRequest()) {
                call.refuse(none.status(), none.reason());
            } else {
                call.fail(none.status(), none.reason(), Retry.USELESS, Cost.NONE);
            }
            return;
        }
        Upstream upstream = ((Upstreams.Choice.One) choice).upstream();
        SharedResponse shared = new SharedResponse(keeping != Plan.Keeping.NO, bounds.memory());
        if (keeping == Plan.Keeping.NO && call.client().isClosed()) {
            call.finish(Verb.CLIENT_LEFT, 0, 0, AnswerEnd.LEFT, Cost.NONE);
            return;
        }
        if (keeping == Plan.Keeping.NO) {
            UpstreamExchange exchange =
                    new UpstreamExchange(keeper, call, shared, AnswerRoute.passing(upstream, plan.neverKept()));
            shared.add(new Subscriber(call.scope(), shared, accepted(call), exchange));
            ask(call, exchange, upstream, false);
            return;
        }
        InFlightRequests.Admission admission = keeper.begin(call, shared, looked.endedBefore());
        if (admission instanceof InFlightRequests.Admission.Begun) {
            begin(call, shared, looked, new Asking(call, shared, upstream, keeping, again));
        } else if (!(admission instanceof InFlightRequests.Admission.Joinable other)
                || !join(call, other.response(), again)) {
            again.run();
        }
    }

    private void begin(Call call, SharedResponse shared, Looked looked, Asking asking) {
        if (claiming.isPresent() && keeper.isSharedWithOthers(call)) {
            ClaimedCall claimed = new ClaimedCall(claiming.get(), call, shared, looked.versions(), asking);
            shared.add(new Subscriber(call.scope(), shared, accepted(call), claimed));
            claimed.begin();
        } else {
            UpstreamExchange exchange = asking.exchange(Optional.empty());
            shared.add(new Subscriber(call.scope(), shared, accepted(call), exchange));
            ask(call, exchange, asking.upstream, true);
        }
    }

    /** A call of which the answer is to be kept, and whom it asks. */
    private final class Asking implements ClaimedCall.Decision {
        private final Call call;
        private final SharedResponse shared;
        private final Upstream upstream;
        private final Plan.Keeping keeping;
        private final Runnable again;

        Asking(Call call, SharedResponse shared, Upstream upstream, Plan.Keeping keeping, Runnable again) {
            this.call = call;
            this.shared = shared;
            this.upstream = upstream;
            this.keeping = keeping;
            this.again = again;
        }

        @Override
        public Attempt attempt() {
            return keeper.attempt(call, call.asker(), keeping);
        }

        private UpstreamExchange exchange(Optional<OtherServers.Lease> lease) {
            AnswerRoute route =
                    new AnswerRoute(upstream, upstreams.named(), Optional.of(attempt()), lease, bounds.readOn(), "");
            return new UpstreamExchange(keeper, call, shared, route);
        }

        @Override
        public Subscriber.Listener ask(Optional<OtherServers.Lease> lease) {
            UpstreamExchange exchange = exchange(lease);
            Forwarder.this.ask(call, exchange, upstream, true);
            return exchange;
        }

        @Override
        public void again() {
            again.run();
        }
    }

    private void ask(Call call, UpstreamExchange exchange, Upstream upstream, boolean isKept) {
        journal.explain(() -> "asking upstream " + upstream.label() + " at " + upstream.url()
                + upstream.connection()
                        .proxy()
                        .map(proxy -> " through " + proxy)
                        .orElse(""));
        try {
            Upstream asked = call.asked().routed().prefix().isFromRoot() ? upstream.atRoot() : upstream;
            exchange.asked(client.ask(asked, call.scope().traced(call.request()), isKept));
        } catch (RuntimeException | Error thrown) {
            exchange.failUnexpectedly(thrown);
        }
    }

    /**
     * Lets the call receive an answer that is arriving and serves it, too; false if there is none.
     *
     * @param again as for {@link #forward}
     */
    public boolean join(Call call, Runnable again) {
        return keeper.running(call)
                .filter(running -> join(call, running, again))
                .isPresent();
    }

    /** How many requests that were under way have ended; for {@link #forward}. */
    public long ended() {
        return keeper.ended();
    }

    /** Lets the call receive an answer that is arriving, from its first byte, or wait until an error is kept; false if that is no longer possible. */
    private boolean join(Call call, SharedResponse response, Runnable again) {
        if (response.isError()) {
            // who asks now wants another answer, as SDKs do that have seen no more than the status
            call.scope().await(keeper.whenEnded(response), kept -> again.run());
            return true;
        }
        Subscriber subscriber =
                new Subscriber(call.scope(), response, accepted(call), new JoinedClient(call, response, again));
        if (!response.add(subscriber)) {
            return false;
        }
        call.scope().understood();
        subscriber.wake();
        return true;
    }

    private static AcceptedCodings accepted(Call call) {
        return AcceptedCodings.of(call.request().headers());
    }
}
