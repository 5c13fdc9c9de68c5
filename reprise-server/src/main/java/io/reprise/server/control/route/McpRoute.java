package io.reprise.server.control.route;

import io.reprise.core.exchange.Headers;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.mcp.McpServer;
import io.reprise.server.mcp.Reply;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The Model Context Protocol over HTTP: each message is a POST, and each answer is JSON. */
public final class McpRoute implements RouteGroup {
    private final McpServer server;

    public McpRoute(McpServer server) {
        this.server = server;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add("POST", "mcp", Route.slow(Set.of(), this::answer).withBody());
    }

    private ControlAnswer answer(ControlRequest request) {
        String type = request.headers().first("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            return ControlAnswer.error(
                    415, "a message of the Model Context Protocol must have the content-type application/json");
        }
        Reply reply = request.body().size() > McpServer.MOST_BYTES
                ? McpServer.tooLong()
                : server.answer(request.body(), Optional.of(request.headers()));
        return reply.message().isPresent()
                ? new ControlAnswer.OfJson(
                        reply.status(), Headers.NONE, reply.message().get())
                : new ControlAnswer.OfText(reply.status(), Headers.NONE, "text/plain; charset=utf-8", "");
    }
}
