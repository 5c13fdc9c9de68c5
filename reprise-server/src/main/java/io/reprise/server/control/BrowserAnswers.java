package io.reprise.server.control;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import java.util.Optional;

/** What browsers get that ask for {@code /}, for an icon, and for what else they look for by themselves. */
final class BrowserAnswers {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Headers KEPT = Headers.of("cache-control", "max-age=3600");

    private BrowserAnswers() {}

    static ControlAnswer to(Request request) {
        return switch (request.path()) {
            case "/" -> root(request.headers());
            case "/favicon.ico" -> ControlAnswer.redirect("/__reprise/page/icon.svg");
            case "/robots.txt" -> new ControlAnswer.OfText(200, KEPT, TEXT, "User-agent: *\nDisallow: /\n");
            default -> new ControlAnswer.OfText(404, KEPT, TEXT, "this is Reprise, which has no such file\n");
        };
    }

    /** People see the page. Programs look whether there is a server. */
    private static ControlAnswer root(Headers headers) {
        Optional<String> accepted = headers.first("accept");
        return accepted.filter(types -> types.contains("text/html")).isPresent()
                ? ControlAnswer.redirect("/__reprise/")
                : new ControlAnswer.OfText(
                        200,
                        Headers.NONE,
                        TEXT,
                        "Reprise is running. /__reprise/ is its page, and /__reprise/health shows its state.\n");
    }
}
