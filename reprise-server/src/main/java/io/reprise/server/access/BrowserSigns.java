package io.reprise.server.access;

import io.reprise.core.exchange.Headers;
import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What browsers say of a request for which a page need not ask leave, and which thus has no {@code Origin}: an image, a script, a link
 * (Fetch Metadata, section 2).
 */
final class BrowserSigns {
    private BrowserSigns() {}

    /**
     * Whether no page of another site is behind the request.
     *
     * @param mayUse whether pages of an origin may use this server
     */
    static boolean isOwn(Headers headers, Predicate<String> mayUse) {
        Optional<String> site = headers.first("sec-fetch-site").map(String::strip);
        if (site.isPresent()) {
            return site.get().equals("none") || site.get().equals("same-origin") || isOfAllowedPage(headers, mayUse);
        }
        return !isOfOldBrowser(headers) || isOfAllowedPage(headers, mayUse);
    }

    /** Before 2023, not all browsers said more of the page. Programs that say where they were linked from do not call themselves browsers. */
    private static boolean isOfOldBrowser(Headers headers) {
        return headers.first("referer").isPresent()
                && headers.first("user-agent")
                        .filter(name -> name.startsWith("Mozilla/"))
                        .isPresent();
    }

    /** No page can name another origin than its own. */
    private static boolean isOfAllowedPage(Headers headers, Predicate<String> mayUse) {
        return headers.first("referer")
                .flatMap(BrowserSigns::origin)
                .filter(mayUse)
                .isPresent();
    }

    private static Optional<String> origin(String url) {
        try {
            URI uri = URI.create(url.strip());
            return uri.getHost() == null
                    ? Optional.empty()
                    : Optional.of(
                            uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }
}
