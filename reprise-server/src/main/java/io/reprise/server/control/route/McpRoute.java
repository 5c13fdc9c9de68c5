package io.reprise.server.control.route;

import io.reprise.core.exchange.Headers;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.mcp.McpServer;
import io.reprise.server.mcp.Reply;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The Model Context Protocol over HTTP: each message is a POST, and each answer is JSON. */
public final class McpRoute implements RouteGroup {
    private static final Pattern JSON = Pattern.compile("application/json\\s*(?:;.*)?");
    private static final Pattern ACCEPTS_JSON = Pattern.compile("(?:application/(?:json|\\*)|\\*/\\*)\\s*(?:;.*)?");

    private final McpServer server;

    public McpRoute(McpServer server) {
        this.server = server;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add("POST", "mcp", Route.slow(Set.of(), this::answer).withBody());
    }

    /** A client that says nothing takes anything (RFC 9110, 12.5.1). */
    private static boolean acceptsJson(String accept) {
        return accept.isBlank()
                || Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                        .anyMatch(range -> ACCEPTS_JSON.matcher(range.strip()).matches());
    }

    private ControlAnswer answer(ControlRequest request) {
        String type = request.headers().first("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (!JSON.matcher(type).matches()) {
            return ControlAnswer.error(
                    415, "a message of the Model Context Protocol must have the content-type application/json");
        }
        if (!acceptsJson(request.headers().first("accept").orElse(""))) {
            return ControlAnswer.error(
                    406,
                    "answers of the Model Context Protocol are JSON; send 'Accept: application/json, text/event-stream'");
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
