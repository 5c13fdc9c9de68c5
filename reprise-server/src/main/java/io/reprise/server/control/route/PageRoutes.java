package io.reprise.server.control.route;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.control.route.PageFiles.PageFile;
import java.util.Optional;

/** The page for people. Nothing in its files comes from recordings; it asks the other routes for what it shows. */
public final class PageRoutes implements RouteGroup {
    /** The page loads nothing from elsewhere, shows no text as HTML, and is not shown within another page. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
                    + "connect-src 'self'; font-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                    + "require-trusted-types-for 'script'; trusted-types 'none'";

    private final PageFiles files = new PageFiles();

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add("GET", "", Route.slow(Route.ANY, request -> file("index.html", request.headers())));
        routes.add("GET", "page/*", Route.slow(Route.ANY, request -> file(request.below("page/"), request.headers())));
    }

    private ControlAnswer file(String name, Headers asked) {
        Optional<PageFile> file = files.find(name);
        return file.isPresent()
                ? answer(file.get(), asked)
                : ControlAnswer.error(404, "the page has no file '" + name + "'");
    }

    private static ControlAnswer answer(PageFile file, Headers asked) {
        Headers headers = Headers.of(
                "content-security-policy", POLICY,
                "cross-origin-opener-policy", "same-origin",
                "cross-origin-resource-policy", "same-origin",
                "referrer-policy", "no-referrer",
                "cache-control", "no-cache",
                "etag", file.etag());
        boolean isKnown = asked.first("if-none-match")
                .filter(tags -> tags.strip().equals("*") || tags.contains(file.etag()))
                .isPresent();
        return isKnown
                ? new ControlAnswer.OfBytes(304, headers, file.contentType(), Bytes.EMPTY)
                : new ControlAnswer.OfBytes(200, headers, file.contentType(), file.bytes());
    }
}
