package io.reprise.server.forward;

import io.reprise.core.content.AcceptedCodings;
import io.reprise.core.plan.Attempt;
import io.reprise.core.plan.Plan;
import io.reprise.server.client.UpstreamClient;
import io.reprise.server.client.UpstreamException;
import io.reprise.server.client.UpstreamRequest;
import io.reprise.server.network.HeaderFields;
import io.reprise.server.report.Journal;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.routing.Call;
import io.reprise.server.shared.SharedResponse;
import io.reprise.server.shared.Subscriber;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.Upstreams;
import io.reprise.server.websocket.Handshake;
import io.reprise.server.websocket.WebSocket;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks upstreams for WebSockets, one for each call. One for each event loop. */
public final class SocketOpener {
    private final UpstreamClient client;
    private final Upstreams upstreams;
    private final AnswerKeeper keeper;
    private final Journal journal;
    private final Forwarder.Bounds bounds;

    public SocketOpener(
            UpstreamClient client, Upstreams upstreams, AnswerKeeper keeper, Journal journal, Forwarder.Bounds bounds) {
        this.client = client;
        this.upstreams = upstreams;
        this.keeper = keeper;
        this.journal = journal;
        this.bounds = bounds;
    }

    /**
     * @param then is told on the call's event loop what came of it
     * @return gives the request up, unless there is an answer already
     */
    public Runnable open(Call call, Plan.Keeping keeping, Consumer<Opening> then) {
        Upstreams.Choice choice = upstreams.choose(call.overrides().upstream(), call.model());
        if (choice instanceof Upstreams.Choice.None none) {
            then.accept(new Opening.Failed(none.status(), none.reason(), Retry.USELESS, 0));
            return () -> {};
        }
        Upstream upstream = ((Upstreams.Choice.One) choice).upstream();
        journal.explain(() -> "asking upstream " + upstream.label() + " at " + upstream.url() + " for a WebSocket");
        Upstream asked = call.asked().routed().prefix().isFromRoot() ? upstream.atRoot() : upstream;
        UpstreamRequest request = client.connect(asked, call.request(), Handshake.random());
        Route route = new Route(upstream, keeping, request);
        request.answer()
                .onComplete(
                        answer -> call.scope().run(() -> then.accept(opening(call, route, answer))),
                        cause -> call.scope().run(() -> then.accept(failed(cause))));
        return request::giveUp;
    }

    private static Opening failed(Throwable cause) {
        boolean isAway = UpstreamException.isAway(cause);
        String reason = UpstreamException.reason(cause);
        return new Opening.Failed(UpstreamException.status(cause), reason, isAway ? Retry.USELESS : Retry.USEFUL, 1);
    }

    /** Who was asked, and what for. */
    private record Route(Upstream upstream, Plan.Keeping keeping, UpstreamRequest request) {}

    private Opening opening(Call call, Route route, HttpClientResponse answer) {
        if (answer.statusCode() == 101) {
            WebSocket.Setting setting = new WebSocket.Setting(
                    call.scope().loop(), call.scope()::run, bounds.memory().maxMessage(), bounds.sockets());
            return new Opening.Opened(
                    route.upstream().name(),
                    HeaderFields.read(answer.headers()),
                    WebSocket.toUpstream(answer.netSocket(), setting));
        }
        return new Opening.Refused(
                answer.statusCode(),
                () -> pass(call, route),
                () -> route.request().giveUp());
    }

    /** Passes on an answer that has begun to arrive, and has it kept unless the same is being kept already. */
    private void pass(Call call, Route route) {
        SharedResponse kept = new SharedResponse(true, bounds.memory());
        boolean isKept = route.keeping() != Plan.Keeping.NO
                && keeper.begin(call, kept, InFlightRequests.NEVER_LOOKED) instanceof InFlightRequests.Admission.Begun;
        SharedResponse shared = isKept ? kept : new SharedResponse(false, bounds.memory());
        Optional<Attempt> attempt =
                isKept ? Optional.of(keeper.attempt(call, call.asker(), route.keeping())) : Optional.empty();
        UpstreamExchange exchange = new UpstreamExchange(
                keeper,
                call,
                shared,
                new AnswerRoute(route.upstream(), List.of(), attempt, Optional.empty(), bounds.readOn(), ""));
        AcceptedCodings accepted = AcceptedCodings.of(call.request().headers());
        shared.add(new Subscriber(call.scope(), shared, accepted, exchange));
        exchange.asked(route.request());
    }
}
