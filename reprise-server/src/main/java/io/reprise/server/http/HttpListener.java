package io.reprise.server.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.server.report.Journal;
import io.reprise.server.report.Outcome.Verb;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads requests, and refuses those that are too large, malformed or not allowed. One for each event loop. */
public final class HttpListener {
    /** For so long what is left of a refused body is read and thrown away, so that its sender gets to read the answer. */
    private static final long LINGER_MS = TimeUnit.SECONDS.toMillis(10);

    /** What Netty says in the place of a target where it cannot read the request line. */
    private static final String UNREADABLE_LINE = "/bad-request";

    /** May be asked without a token, so that whatever starts the server can wait for it. */
    private static final String HEALTH = "/__reprise/health";

    private final EventLoop loop;
    private final Journal journal;
    private final Listening settings;
    private final AccessControl access;
    private final RequestHandler handler;
    private final NamedServer.Reader names = new NamedServer.Reader();

    public HttpListener(
            EventLoop loop, Journal journal, Listening settings, AccessControl access, RequestHandler handler) {
        this.loop = loop;
        this.journal = journal;
        this.settings = settings;
        this.access = access;
        this.handler = handler;
    }

    /** Takes a request of which the head has been read. */
    public void accept(HttpServerRequest http) {
        RequestScope scope = scope(http);
        scope.run(() -> read(http, scope));
    }

    /** Takes a request that HTTP itself forbids. */
    public void acceptInvalid(HttpServerRequest http) {
        RequestScope scope = scope(http);
        scope.run(() -> refuseInvalid(http, scope));
    }

    private RequestScope scope(HttpServerRequest http) {
        long start = System.nanoTime();
        String method = http.method() == null ? "?" : http.method().name();
        String path = http.uri() == null ? "/" : RequestTarget.pathOf(http.uri());
        CrossOrigin crossOrigin =
                access.crossOrigin(http.getHeader(HttpHeaders.ORIGIN), Objects.requireNonNullElse(http.uri(), ""));
        Request known = new Request(method, path, "", Headers.NONE, Bytes.EMPTY);
        return new RequestScope(
                loop,
                journal,
                known,
                boundary -> new VertxClientConnection(http, () -> home(http), crossOrigin, boundary),
                start);
    }

    /** As the client names it; a client without a name for it has its address. */
    private String home(HttpServerRequest http) {
        String named = names.of(http, HeaderFields.read(http.headers())).authority();
        String known = named.isEmpty()
                ? literal(http.localAddress()) + ":" + http.localAddress().port()
                : named;
        return (http.isSSL() ? "https://" : "http://") + known;
    }

    private static String literal(SocketAddress address) {
        String ip = address.hostAddress();
        return ip.indexOf(':') < 0 ? ip : "[" + ip + "]";
    }

    private void read(HttpServerRequest http, RequestScope scope) {
        Headers headers = HeaderFields.read(http.headers());
        if (http.method().equals(HttpMethod.CONNECT)) {
            refuse(http, scope, 405, "this server is no proxy: give clients its URL as the base URL of the API");
            return;
        }
        if (!RequestTarget.isOne(http.method().name(), http.uri())) {
            refuse(http, scope, 400, "the target of the request line must begin with '/' (RFC 9112, 3.2)");
            return;
        }
        NamedServer server = names.of(http, headers);
        if (!server.problem().isEmpty()) {
            refuse(http, scope, 400, server.problem());
            return;
        }
        boolean isPreflight = CrossOrigin.isPreflight(http.method().name(), headers);
        boolean needsNoToken = isPreflight || HEALTH.equals(RequestTarget.pathOf(http.uri()));
        Optional<String> refusal = needsNoToken
                ? access.refusalOfPreflight(headers, server.authority(), http.uri())
                : access.refusal(headers, server.authority(), http.uri());
        if (refusal.isPresent()) {
            boolean wantsToken = settings.access().token().isPresent() && !needsNoToken;
            refuse(http, scope, wantsToken ? 401 : 403, refusal.get());
        } else if (isPreflight) {
            CrossOrigin.grant(scope.client(), headers);
        } else if (RequestTarget.ASTERISK.equals(http.uri())) {
            answerForAll(scope);
        } else if (declaredLength(headers) > settings.limits().requestBody()) {
            refuse(http, scope, 413, tooLarge());
        } else {
            readBody(http, headers, scope);
        }
    }

    /** It is about this server and not about the upstream (RFC 9110, 9.3.7). */
    private static void answerForAll(RequestScope scope) {
        scope.client().addHeader("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        scope.client().respond(new ResponseHead(204, Headers.NONE), Unpooled.EMPTY_BUFFER);
    }

    private void readBody(HttpServerRequest http, Headers headers, RequestScope scope) {
        if (waitsForLeave(http, headers)) {
            http.response().writeContinue();
        }
        ArrivingBody body = new ArrivingBody();
        http.exceptionHandler(broken -> {});
        http.handler(piece -> scope.run(() -> {
            if (body.size() + piece.length() > settings.limits().requestBody()) {
                refuse(http, scope, 413, tooLarge());
            } else {
                body.add(piece);
            }
        }));
        http.endHandler(whole -> scope.run(() -> {
            if (!http.response().ended()) {
                scope.wholeAt(System.nanoTime());
                IncomingRequest request =
                        new IncomingRequest(http.method().name(), RequestTarget.of(http.uri()), headers, body.joined());
                handler.handle(access.withoutToken(request), scope);
            }
        }));
    }

    private void refuseInvalid(HttpServerRequest http, RequestScope scope) {
        Throwable cause = http.decoderResult().cause();
        boolean isTooLong = cause instanceof TooLongFrameException;
        boolean isLine = isTooLong && String.valueOf(cause.getMessage()).contains("line");
        int limit = settings.limits().requestHead();
        if (isLine) {
            refuse(http, scope, 414, "the request line is longer than " + limit + " bytes");
        } else if (isTooLong) {
            refuse(http, scope, 431, "the header is longer than " + limit + " bytes");
        } else if (!UNREADABLE_LINE.equals(http.uri())) {
            refuse(
                    http,
                    scope,
                    400,
                    "a header of this request is not one that HTTP allows (RFC 9110, 5; RFC 9112, 5 and 6)");
        } else {
            refuse(
                    http,
                    scope,
                    400,
                    "this is not an HTTP request; bytes of TLS look like this: if the client's base URL begins with https://, write http://, or start the server with --tls self-signed");
        }
    }

    private void refuse(HttpServerRequest http, RequestScope scope, int status, String message) {
        journal.mask().note(HeaderFields.read(http.headers()), RequestTarget.queryOf(String.valueOf(http.uri())));
        if (!http.isEnded() && http.version() != HttpVersion.HTTP_2) {
            closeAfterBody(http, scope);
        }
        scope.answerError(Verb.REFUSED, status, message, ErrorAnswers.Retry.USELESS);
    }

    /** Reads what is left of the body, so that its sender gets to read the answer, and then closes the connection. */
    private void closeAfterBody(HttpServerRequest http, RequestScope scope) {
        scope.client().addHeader("connection", "close");
        EventLoop.Timer timer = loop.after(LINGER_MS, () -> http.connection().close());
        http.connection().closeHandler(closed -> timer.cancel());
        http.handler(thrownAway -> {});
        http.endHandler(whole -> http.connection().close());
    }

    private String tooLarge() {
        return "the body is larger than " + settings.limits().requestBody() + " bytes; --max-body raises the limit";
    }

    /** Whether the client sends the body when it is told that the request is not refused (RFC 9110, 10.1.1). */
    private static boolean waitsForLeave(HttpServerRequest http, Headers headers) {
        return http.version() != HttpVersion.HTTP_1_0
                && headers.first("expect")
                        .filter(expected -> expected.strip().equalsIgnoreCase("100-continue"))
                        .isPresent();
    }

    private static long declaredLength(Headers headers) {
        try {
            return headers.first("content-length").map(Long::parseLong).orElse(0L);
        } catch (NumberFormatException impossible) {
            return 0;
        }
    }
}
