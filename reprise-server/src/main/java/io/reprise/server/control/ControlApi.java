package io.reprise.server.control;

import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.core.redact.CredentialMask;
import io.reprise.server.http.RequestScope;
import io.reprise.server.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers what is asked of Reprise itself, under {@code /__reprise/}, in JSON. docs/control-api.md describes it. */
public final class ControlApi {
    private static final String ROOT = "/__reprise";
    private static final String PREFIX = ROOT + "/";

    private final ControlRoutes routes;
    private final CredentialMask mask;

    /** @param mask of all that is answered */
    public ControlApi(ControlRoutes routes, CredentialMask mask) {
        this.routes = routes;
        this.mask = mask;
    }

    public boolean isFor(Request request) {
        return request.path().startsWith(PREFIX) || request.path().equals(ROOT);
    }

    /** Answers 404 for an unknown path, 405 for an unknown method, 400 for wrong parameters or a wrong body. */
    public void answer(Request request, RequestScope scope) {
        String path = request.path().equals(ROOT) ? "" : request.path().substring(PREFIX.length());
        Map<String, Route> methods = routes.at(path);
        Route route = methods.get(request.method().equals("HEAD") ? "GET" : request.method());
        if (methods.isEmpty()) {
            send(
                    scope,
                    404,
                    Headers.NONE,
                    error("there is no '" + PREFIX + path + "'; the routes are " + routes.described()));
        } else if (route == null) {
            String allowed = String.join(", ", methods.keySet());
            send(
                    scope,
                    405,
                    Headers.of("allow", allowed),
                    error("'" + PREFIX + path + "' does not accept " + request.method() + "; it accepts " + allowed));
        } else {
            answer(route, request, scope);
        }
    }

    /** @param status 200, or 400 for a wrong request */
    private record Answer(int status, Json body) {}

    private void answer(Route route, Request request, RequestScope scope) {
        if (route.isSlow()) {
            scope.onWorker(() -> answer(route, request), answer -> send(scope, answer));
        } else {
            send(scope, answer(route, request));
        }
    }

    private Answer answer(Route route, Request request) {
        try {
            return new Answer(200, mask.of(route.handler().answer(ControlRequest.of(request, route.parameters()))));
        } catch (WrongRequestException wrong) {
            return new Answer(400, error(String.valueOf(wrong.getMessage())));
        }
    }

    private static void send(RequestScope scope, Answer answer) {
        send(scope, answer.status(), Headers.NONE, answer.body());
    }

    private Json error(String message) {
        return new JsonObjectBuilder().with("error", mask.of(message)).done();
    }

    private static void send(RequestScope scope, int status, Headers more, Json body) {
        Headers headers = more.plus("content-type", "application/json").plus("cache-control", "no-store");
        byte[] bytes = (body.write(Layout.INDENTED) + "\n").getBytes(StandardCharsets.UTF_8);
        scope.client().respond(new ResponseHead(status, headers), Unpooled.wrappedBuffer(bytes));
        scope.finishUnnoted();
    }
}
