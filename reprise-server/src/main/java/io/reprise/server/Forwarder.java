package io.reprise.server;

import io.reprise.core.key.Question;
import io.reprise.core.plan.Plan;
import io.vertx.core.Vertx;

/** Has upstreams asked, once for all who ask the same at the same time. */
final class Forwarder {
    private final Vertx vertx;
    private final UpstreamClient client;
    private final Shared shared;
    private final Upstreams upstreams;

    Forwarder(Vertx vertx, UpstreamClient client, Shared shared) {
        this.vertx = vertx;
        this.client = client;
        this.shared = shared;
        this.upstreams = new Upstreams(shared.settings().upstreams());
    }

    /**
     * Asks the upstream for this job, or lets it join one that asks the same already.
     *
     * @param landedBefore what {@link InFlightRequests#landed} said before the store was looked at in vain, or that it was not
     * @return false if the store is to be looked at again, since a recording may have arrived in the meantime
     */
    boolean forward(Job job, Plan.Keeping keeping, long landedBefore) {
        Upstreams.Choice choice = upstreams.choose(
                job.addressed().upstream(), job.question().parsed().model());
        if (choice instanceof Upstreams.Choice.None none) {
            Errors.answer(job.response(), job.request(), 502, none.reason(), false);
            shared.journal().note(job.outcome(Outcome.Verb.FAILED, 502, 0, none.reason()));
            return true;
        }
        UpstreamExchange.Route route = new UpstreamExchange.Route(((Upstreams.Choice.One) choice).upstream(), keeping);
        SharedResponse flight = new SharedResponse(
                route.isKept(), shared.settings().listening().limits().recording());
        if (!route.isKept()) {
            cross(job, flight, route);
            return true;
        }
        Question question = job.question();
        InFlightRequests.Departure departure = shared.archive().flights().takeOff(question.key(), flight, landedBefore);
        if (departure instanceof InFlightRequests.Departure.TookOff) {
            boolean isRetry = job.addressed().isRetry();
            shared.archive().occurrences().attempt(question.test(), question.key(), isRetry);
            cross(job, flight, route);
            return true;
        }
        return departure instanceof InFlightRequests.Departure.Joinable other && join(job, other.flight());
    }

    private void cross(Job job, SharedResponse flight, UpstreamExchange.Route route) {
        UpstreamExchange crossing = new UpstreamExchange(vertx, shared, job, flight, route);
        flight.join(new Subscriber(vertx.getOrCreateContext(), job.response(), flight, crossing));
        Upstream upstream = route.upstream();
        shared.journal().upstreamCalled();
        shared.journal().explain(() -> "asking upstream " + upstream.label() + " at " + upstream.url());
        client.ask(upstream, job.request(), route.isKept()).onComplete(crossing::begin, crossing::fail);
    }

    /** Lets the job receive what the flight brings, from its first byte; false if that is no longer possible. */
    boolean join(Job job, SharedResponse flight) {
        Passenger passenger = new Passenger(job, shared.journal());
        Subscriber follower = new Subscriber(vertx.getOrCreateContext(), job.response(), flight, passenger);
        if (!flight.join(follower)) {
            return false;
        }
        follower.wake();
        return true;
    }
}
