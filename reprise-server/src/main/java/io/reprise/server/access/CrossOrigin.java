package io.reprise.server.access;

import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.ResponseHead;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a browser is told about one answer, so that a page of another origin may read it (Fetch standard, section 3.3, CORS protocol). Fields
 * of this kind that an upstream sent were meant for other pages, and are replaced.
 */
public final class CrossOrigin {
    /** The request is not one of a page; what was recorded is sent as it is. */
    static final CrossOrigin NOT_ASKED = new CrossOrigin("");

    /** The page may not read the answer. */
    static final CrossOrigin DENIED = new CrossOrigin("");

    private static final String PREFIX = "access-control-";
    private static final String ORIGIN = "origin";
    private static final String ALLOW_ORIGIN = PREFIX + "allow-origin";
    private static final String ALLOW_CREDENTIALS = PREFIX + "allow-credentials";
    private static final String REQUEST_METHOD = PREFIX + "request-method";
    private static final String REQUEST_HEADERS = PREFIX + "request-headers";
    private static final String REQUEST_PRIVATE_NETWORK = PREFIX + "request-private-network";
    private static final String PREFLIGHT_VARIES =
            String.join(", ", ORIGIN, REQUEST_METHOD, REQUEST_HEADERS, REQUEST_PRIVATE_NETWORK);

    /** Chromium keeps no answer to a preflight for longer; in seconds. */
    private static final String MAX_AGE = "7200";

    /** Fields that no page gets to read, or that belong to the connection. */
    private static final Set<String> NEVER_EXPOSED = Set.of("connection", "set-cookie", "transfer-encoding");

    private final String origin;

    private CrossOrigin(String origin) {
        this.origin = origin;
    }

    /** A page of this origin may read the answer. */
    static CrossOrigin granted(String origin) {
        return new CrossOrigin(origin);
    }

    boolean isGranted() {
        return this != NOT_ASKED && this != DENIED;
    }

    /** Whether a recorded field of this name, in lower case, is left out. */
    public boolean replaces(String name) {
        return this != NOT_ASKED && name.startsWith(PREFIX);
    }

    /** Adds what is to be said to a head that has all its other fields. */
    public void addTo(MultiMap head) {
        if (!isGranted()) {
            return;
        }
        Set<String> exposed = new TreeSet<>();
        head.names().forEach(name -> exposed.add(name.toLowerCase(Locale.ROOT)));
        exposed.removeIf(name -> name.startsWith(PREFIX) || NEVER_EXPOSED.contains(name));
        head.set(ALLOW_ORIGIN, origin).set(ALLOW_CREDENTIALS, "true");
        if (!exposed.isEmpty()) {
            head.set(PREFIX + "expose-headers", String.join(", ", exposed));
        }
        boolean varies = head.getAll("vary").stream()
                .anyMatch(value ->
                        value.equals("*") || value.toLowerCase(Locale.ROOT).contains(ORIGIN));
        if (!varies) {
            head.add("vary", ORIGIN);
        }
    }

    /** Whether a browser asks for leave to send a request that it has not sent yet. */
    public static boolean isPreflight(String method, Headers headers) {
        return method.equals("OPTIONS")
                && headers.first(ORIGIN).isPresent()
                && headers.first(REQUEST_METHOD).isPresent();
    }

    /** Answers a preflight. Grants all that is asked for, since whatever an SDK sends, an upstream may want. */
    public static void grant(ClientConnection client, Headers asked) {
        client.addHeader("vary", PREFLIGHT_VARIES);
        asked.first(REQUEST_METHOD).ifPresent(method -> client.addHeader(PREFIX + "allow-methods", method));
        asked.first(REQUEST_HEADERS).ifPresent(headers -> client.addHeader(PREFIX + "allow-headers", headers));
        asked.first(REQUEST_PRIVATE_NETWORK)
                .filter("true"::equals)
                .ifPresent(wanted -> client.addHeader(PREFIX + "allow-private-network", wanted));
        client.addHeader(PREFIX + "max-age", MAX_AGE);
        client.respond(new ResponseHead(204, Headers.NONE), Unpooled.EMPTY_BUFFER);
    }
}
