package io.reprise.server.access;

import io.reprise.core.exchange.Headers;
import java.util.Set;
import java.util.regex.Pattern;

/** Paths for which browsers ask without a program having told them to. No model API has them. */
public final class BrowserPaths {
    /** The page, as people type its URL, and its files. */
    private static final Pattern PAGE = Pattern.compile("/__reprise(/(page/.*)?)?");

    private static final Set<String> FIXED = Set.of(
            "/favicon.ico",
            "/favicon.png",
            "/favicon.svg",
            "/robots.txt",
            "/browserconfig.xml",
            "/crossdomain.xml",
            "/clientaccesspolicy.xml",
            "/manifest.json",
            "/manifest.webmanifest",
            "/site.webmanifest",
            "/apple-app-site-association");

    private static final Pattern TOUCH_ICON = Pattern.compile("/apple-touch-icon(-\\d+x\\d+)?(-precomposed)?\\.png");

    /** Those of browsers, their developer tools and their password stores; other names are used by APIs, for example of OAuth. */
    private static final Pattern WELL_KNOWN = Pattern.compile("/\\.well-known/(appspecific/.*|change-password"
            + "|resource-that-should-not-exist-whose-status-code-should-not-be-200|assetlinks\\.json"
            + "|apple-app-site-association|traffic-advice|related-website-set\\.json|passkey-endpoints|webauthn"
            + "|web-identity|dnt-policy\\.txt|gpc\\.json|security\\.txt)");

    private BrowserPaths() {}

    /** Whether a request with this method and path, and these headers, is answered by Reprise although it is not below {@code /__reprise/}. */
    public static boolean isBrowsers(String method, String path, Headers headers) {
        return isRead(method) && (isKnown(path, headers) || isServiceWorker(headers));
    }

    private static boolean isKnown(String path, Headers headers) {
        return isRoot(path, headers)
                || FIXED.contains(path)
                || TOUCH_ICON.matcher(path).matches()
                || WELL_KNOWN.matcher(path).matches();
    }

    /** Whether everyone may ask for it: it tells nothing of recordings and requests. */
    public static boolean isPublic(String method, String path, Headers headers) {
        return isRead(method) && (isKnown(path, headers) || PAGE.matcher(path).matches());
    }

    /** Whether a person follows a link to the page, from whatever site. The page cannot be shown within another (RFC 9110; Fetch Metadata, section 2). */
    public static boolean isVisit(String method, String path, Headers headers) {
        return method.equals("GET")
                && (path.equals("/") || path.equals("/__reprise") || path.equals("/__reprise/"))
                && is(headers, "sec-fetch-mode", "navigate")
                && is(headers, "sec-fetch-dest", "document");
    }

    /** A stream of events is what a server of the Model Context Protocol has at its root. */
    private static boolean isRoot(String path, Headers headers) {
        return path.equals("/")
                && headers.first("accept")
                        .filter(types -> types.contains("text/event-stream"))
                        .isEmpty()
                && headers.first("upgrade").isEmpty();
    }

    /** A page that was at this port before may have left one, which its browser looks for again. */
    private static boolean isServiceWorker(Headers headers) {
        return is(headers, "service-worker", "script");
    }

    private static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private static boolean is(Headers headers, String name, String value) {
        return headers.first(name).filter(value::equals).isPresent();
    }
}
