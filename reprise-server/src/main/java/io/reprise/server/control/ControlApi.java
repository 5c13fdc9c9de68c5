package io.reprise.server.control;

import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.Request;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.redact.CredentialMask;
import io.reprise.server.access.BrowserPaths;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Answers what is asked of Reprise itself, under {@code /__reprise/}. docs/control-api.md describes it. */
public final class ControlApi {
    private static final String ROOT = "/__reprise";
    static final String PREFIX = ROOT + "/";

    private final ControlRoutes routes;
    private final CredentialMask mask;

    /** @param mask of all words that are answered */
    public ControlApi(ControlRoutes routes, CredentialMask mask) {
        this.routes = routes;
        this.mask = mask;
    }

    /** Whether a request is for Reprise itself and not for an upstream. */
    public boolean isFor(Request request) {
        return isBelowRoot(request)
                || MisspeltPath.meant(request.path()).isPresent()
                || BrowserPaths.isBrowsers(request.method(), request.path(), request.headers());
    }

    private static boolean isBelowRoot(Request request) {
        return request.path().startsWith(PREFIX) || request.path().equals(ROOT);
    }

    /** Answers 404 for an unknown path, 405 for an unknown method, 400 for wrong parameters or a wrong body. */
    public void answer(Request request, RequestScope scope) {
        if (!isBelowRoot(request)) {
            send(
                    scope,
                    encoded(MisspeltPath.meant(request.path())
                            .map(meant -> ControlAnswer.error(404, misspelt(request.path(), meant)))
                            .orElseGet(() -> BrowserAnswers.to(request))));
            return;
        }
        boolean isRoot = request.path().equals(ROOT);
        if (isRoot && (request.method().equals("GET") || request.method().equals("HEAD"))) {
            String query = request.query().isEmpty() ? "" : "?" + request.query();
            send(scope, encoded(ControlAnswer.redirect(PREFIX + query)));
            return;
        }
        String path = isRoot ? "" : request.path().substring(PREFIX.length());
        Map<String, Route> methods = routes.at(path);
        Route route = methods.get(request.method().equals("HEAD") ? "GET" : request.method());
        if (methods.isEmpty()) {
            String message = "there is no " + Quoted.of(PREFIX + path) + "; " + routes.advice(path);
            send(scope, encoded(ControlAnswer.error(404, message)));
        } else if (route == null) {
            String allowed = ControlRoutes.allowed(methods);
            send(
                    scope,
                    encoded(
                            request.method().equals("OPTIONS")
                                    ? new ControlAnswer.OfText(204, Headers.of("allow", allowed), "text/plain", "")
                                    : notAllowed(path, request.method(), allowed)));
        } else {
            answer(route, request, scope);
        }
    }

    private static String misspelt(String path, String meant) {
        return "there is no " + Quoted.of(path) + ", and it is not sent to an upstream; did you mean '" + meant + "'?";
    }

    private static ControlAnswer notAllowed(String path, String method, String allowed) {
        String message = "'" + PREFIX + path + "' does not accept " + method + "; it accepts " + allowed;
        return new ControlAnswer.OfJson(
                405,
                Headers.of("allow", allowed),
                new JsonObjectBuilder().with("error", message).done());
    }

    /** Some clients send an empty object with each {@code POST}. */
    private static boolean hasUnreadBody(Route route, Request request) {
        return !route.takesBody()
                && !request.body().isEmpty()
                && request.body()
                        .decode()
                        .filter(text -> text.strip().equals("{}"))
                        .isEmpty();
    }

    private void answer(Route route, Request request, RequestScope scope) {
        if (hasUnreadBody(route, request)) {
            String message = request.method() + " '" + request.path()
                    + (route.parameters().isEmpty()
                            ? "' takes no body and no parameters"
                            : "' takes no body; put its parameters into the query");
            send(scope, encoded(ControlAnswer.error(400, message)));
            return;
        }
        Set<String> parameters = route.parameters();
        if (route.handler() instanceof Route.Handler.Quick quick) {
            send(scope, answer(quick.answering(), request, parameters));
        } else if (route.handler() instanceof Route.Handler.Slow slow) {
            scope.onWorker(() -> answer(slow.answering(), request, parameters), answer -> send(scope, answer));
        } else if (route.handler() instanceof Route.Handler.Abandonable abandonable) {
            AtomicBoolean isGone = new AtomicBoolean();
            scope.client().whenClosed(() -> isGone.set(true));
            Route.Answering answering = asked -> abandonable.answering().answer(asked, isGone::get);
            scope.onWorker(() -> answer(answering, request, parameters), answer -> send(scope, answer));
        } else if (route.handler() instanceof Route.Handler.Awaiting awaiting) {
            try {
                scope.await(
                        awaiting.waiting().before(ControlRequest.of(request, parameters), scope),
                        happened -> scope.onWorker(
                                () -> answer(awaiting.answering(), request, parameters),
                                answer -> send(scope, answer)));
            } catch (WrongRequestException wrong) {
                send(scope, encoded(ControlAnswer.error(wrong.status(), String.valueOf(wrong.getMessage()))));
            }
        } else if (route.handler() instanceof Route.Handler.Streamed streamed) {
            try {
                streamed.streaming().stream(ControlRequest.of(request, parameters), scope);
            } catch (WrongRequestException wrong) {
                send(scope, encoded(ControlAnswer.error(wrong.status(), String.valueOf(wrong.getMessage()))));
            }
        }
    }

    /** On a worker where the route is slow, since to mask and to write takes as long as the answer is large. */
    private EncodedAnswer answer(Route.Answering answering, Request request, Set<String> parameters) {
        try {
            return encoded(answering.answer(ControlRequest.of(request, parameters)));
        } catch (WrongRequestException wrong) {
            return encoded(ControlAnswer.error(wrong.status(), String.valueOf(wrong.getMessage())));
        }
    }

    private EncodedAnswer encoded(ControlAnswer answer) {
        return EncodedAnswer.of(answer, mask);
    }

    private static void send(RequestScope scope, EncodedAnswer answer) {
        scope.client()
                .respond(
                        new ResponseHead(answer.status(), answer.headers()),
                        Unpooled.wrappedBuffer(answer.bytes().buffer()));
        scope.finishUnnoted();
    }
}
