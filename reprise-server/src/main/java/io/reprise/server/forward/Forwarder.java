package io.reprise.server.forward;

import io.reprise.core.content.AcceptedCodings;
import io.reprise.core.plan.Attempt;
import io.reprise.core.plan.Plan;
import io.reprise.server.client.UpstreamClient;
import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.report.Journal;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.routing.Call;
import io.reprise.server.shared.AnswerMemory;
import io.reprise.server.shared.SharedResponse;
import io.reprise.server.shared.Subscriber;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.Upstreams;
import java.time.Duration;
import java.util.Optional;

/** Has upstreams asked, once for all who ask the same at the same time. One for each event loop. */
public final class Forwarder {
    private final UpstreamClient client;
    private final Upstreams upstreams;
    private final AnswerKeeper keeper;
    private final Journal journal;
    private final Bounds bounds;

    /**
     * What one answer may take.
     *
     * @param memory where it is remembered while it arrives
     * @param readOn how long it is read on when all its clients have left
     * @param sockets how long the other side of a WebSocket is waited for
     */
    public record Bounds(AnswerMemory memory, Duration readOn, ClientTimeouts.Sockets sockets) {}

    public Forwarder(UpstreamClient client, Upstreams upstreams, AnswerKeeper keeper, Journal journal, Bounds bounds) {
        this.client = client;
        this.upstreams = upstreams;
        this.keeper = keeper;
        this.journal = journal;
        this.bounds = bounds;
    }

    /**
     * Asks the upstream for this call, or lets it join one that asks the same already.
     *
     * @param endedBefore what {@link InFlightRequests#ended} said before the store was looked at in vain, or that it was not
     * @return false if the store is to be looked at again, since a recording may have arrived in the meantime
     */
    public boolean forward(Call call, Plan.Forward plan, long endedBefore) {
        Plan.Keeping keeping = plan.keeping();
        Upstreams.Choice choice = upstreams.choose(call.overrides().upstream(), call.model());
        if (choice instanceof Upstreams.Choice.None none) {
            if (none.isWrongRequest()) {
                call.refuse(none.status(), none.reason());
            } else {
                call.fail(none.status(), none.reason(), Retry.USELESS, Cost.NONE);
            }
            return true;
        }
        Upstream upstream = ((Upstreams.Choice.One) choice).upstream();
        SharedResponse shared = new SharedResponse(keeping != Plan.Keeping.NO, bounds.memory());
        if (keeping == Plan.Keeping.NO) {
            ask(call, shared, AnswerRoute.passing(upstream, plan.neverKept()));
            return true;
        }
        InFlightRequests.Admission admission = keeper.begin(call, shared, endedBefore);
        if (admission instanceof InFlightRequests.Admission.Begun) {
            Attempt attempt = keeper.attempt(call, call.asker(), keeping);
            ask(call, shared, new AnswerRoute(upstream, upstreams.named(), Optional.of(attempt), bounds.readOn(), ""));
            return true;
        }
        return admission instanceof InFlightRequests.Admission.Joinable other && join(call, other.response());
    }

    private void ask(Call call, SharedResponse shared, AnswerRoute route) {
        UpstreamExchange exchange = new UpstreamExchange(keeper, call, shared, route);
        shared.add(new Subscriber(call.scope(), shared, accepted(call), exchange));
        Upstream upstream = route.upstream();
        journal.explain(() -> "asking upstream " + upstream.label() + " at " + upstream.url()
                + upstream.connection()
                        .proxy()
                        .map(proxy -> " through " + proxy)
                        .orElse(""));
        try {
            Upstream asked = call.asked().routed().prefix().isFromRoot() ? upstream.atRoot() : upstream;
            exchange.asked(client.ask(asked, call.scope().traced(call.request()), route.isKept()));
        } catch (RuntimeException | Error thrown) {
            exchange.failUnexpectedly(thrown);
        }
    }

    /** Lets the call receive an answer that is arriving and serves it, too; false if there is none. */
    public boolean join(Call call) {
        return keeper.running(call).filter(running -> join(call, running)).isPresent();
    }

    /** How many requests that were under way have ended; for {@link #forward}. */
    public long ended() {
        return keeper.ended();
    }

    /** Lets the call receive an answer that is arriving, from its first byte; false if that is no longer possible. */
    private boolean join(Call call, SharedResponse response) {
        Subscriber subscriber = new Subscriber(call.scope(), response, accepted(call), new JoinedClient(call));
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
