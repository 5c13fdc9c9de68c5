package io.reprise.server;

import io.reprise.core.plan.Plan;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;

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

    void forward(Job job, Plan.Keeping keeping) {
        Upstreams.Choice choice =
                upstreams.choose(job.addressed().upstream(), job.family().model(job.request()));
        if (choice instanceof Upstreams.Choice.None none) {
            Errors.answer(job.response(), job.request(), 502, none.reason(), false);
            shared.journal().note(job.outcome(Outcome.Verb.FAILED, 502, 0, none.reason()));
            return;
        }
        Upstream upstream = ((Upstreams.Choice.One) choice).upstream();
        boolean isKept = keeping != Plan.Keeping.NO;
        Flight flight =
                new Flight(isKept, shared.settings().listening().limits().recording());
        if (isKept && !takeOff(job, flight)) {
            return;
        }
        Crossing crossing = new Crossing(vertx, shared, job, flight, new Crossing.Route(upstream, keeping));
        Context context = vertx.getOrCreateContext();
        flight.join(new Follower(context, job.response(), flight, crossing));
        shared.journal().upstreamCalled();
        shared.journal().explain(() -> "asking upstream " + upstream.label() + " at " + upstream.url());
        client.ask(upstream, job.request(), isKept).onComplete(crossing::begin, crossing::fail);
    }

    /** Whether this job is the first of its question; otherwise it joins the one that is. */
    private boolean takeOff(Job job, Flight flight) {
        while (true) {
            Optional<Flight> running =
                    shared.archive().flights().takeOff(job.question().key(), flight);
            if (running.isEmpty()) {
                var question = job.question();
                shared.archive()
                        .occurrences()
                        .attempt(
                                question.test(), question.key(), job.addressed().isRetry());
                return true;
            }
            if (join(job, running.get())) {
                return false;
            }
            shared.archive().flights().land(job.question().key(), running.get());
        }
    }

    /** Lets the job receive what the flight brings, from its first byte; false if that is no longer possible. */
    boolean join(Job job, Flight flight) {
        Passenger passenger = new Passenger(job, shared.journal());
        return flight.join(new Follower(vertx.getOrCreateContext(), job.response(), flight, passenger));
    }
}
