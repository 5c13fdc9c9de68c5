package io.reprise.server.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import io.reprise.core.content.ContentDecoder;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.server.access.AccessControl;
import io.reprise.server.access.BrowserPaths;
import io.reprise.server.access.CrossOrigin;
import io.reprise.server.access.RelayPaths;
import io.reprise.server.connection.RefusedRequest;
import io.reprise.server.connection.RequestDecoder;
import io.reprise.server.memory.WorkQueue;
import io.reprise.server.network.EventLoop;
import io.reprise.server.network.HeaderFields;
import io.reprise.server.report.Journal;
import io.reprise.server.request.IncomingRequest;
import io.reprise.server.request.RequestHandler;
import io.reprise.server.request.RequestMemory;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;

/** Reads requests, and refuses those that are too large, malformed or not allowed. One for each event loop. */
public final class HttpListener {
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
        take(http, this::read);
    }

    /** Takes a request that HTTP itself forbids. */
    public void acceptInvalid(HttpServerRequest http) {
        take(http, this::refuseInvalid);
    }

    private void take(HttpServerRequest http, Step step) {
        RequestScope scope = scope(http);
        scope.run(() -> {
            RequestReading reading = new RequestReading(http, scope, settings);
            reading.begin();
            if (!reading.isRefused()) {
                step.take(http, scope, reading);
            }
        });
    }

    /** What is done with a request. */
    private interface Step {
        void take(HttpServerRequest http, RequestScope scope, RequestReading reading);
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
                boundary ->
                        new VertxClientConnection(http, () -> home(http), crossOrigin, boundary, journal.mask()::of),
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

    private void read(HttpServerRequest http, RequestScope scope, RequestReading reading) {
        Headers headers = HeaderFields.read(http.headers());
        if (reading.isHttp2() && isTooLong(http, headers, reading)) {
            return;
        }
        if (http.method().equals(HttpMethod.CONNECT)) {
            reading.refuse(405, "this server is no proxy: give clients its URL as the base URL of the API");
            return;
        }
        if (!RequestTarget.isOne(http.method().name(), http.uri())) {
            reading.refuse(400, "the target of the request line must begin with '/' (RFC 9112, 3.2)");
            return;
        }
        NamedServer server = names.of(http, headers);
        if (!server.problem().isEmpty()) {
            reading.refuse(400, server.problem());
            return;
        }
        boolean isPreflight = CrossOrigin.isPreflight(http.method().name(), headers);
        String path = RequestTarget.pathOf(http.uri());
        boolean needsNoToken = isPreflight
                || HEALTH.equals(path)
                || BrowserPaths.isPublic(http.method().name(), path, headers);
        Optional<String> refusal;
        if (RelayPaths.isRelay(http.method().name(), path)) {
            refusal = Optional.empty(); // whoever knows this path may use it
        } else if (BrowserPaths.isVisit(http.method().name(), path, headers)) {
            refusal = access.refusalOfVisit(headers, server.authority());
        } else if (needsNoToken) {
            refusal = access.refusalWithoutToken(headers, server.authority(), http.uri());
        } else {
            refusal = access.refusal(headers, server.authority(), http.uri());
        }
        if (refusal.isPresent()) {
            boolean wantsToken = settings.access().token().isPresent() && !needsNoToken;
            reading.refuse(wantsToken ? 401 : 403, refusal.get());
        } else if (isPreflight) {
            CrossOrigin.grant(scope.client(), headers);
            scope.finishUnnoted();
        } else if (RequestTarget.ASTERISK.equals(http.uri())) {
            answerForAll(scope);
        } else {
            readBody(http, headers, scope, reading);
        }
    }

    /** With HTTP/1.1, the decoder counts. */
    private boolean isTooLong(HttpServerRequest http, Headers headers, RequestReading reading) {
        if (http.uri().length() > settings.limits().requestHead()) {
            reading.refuse(414, lineTooLong());
        } else if (Http2Limits.isTooLong(headers, settings.limits())) {
            reading.refuse(431, headerTooLong());
        }
        return reading.isRefused();
    }

    private String lineTooLong() {
        return "the request line is longer than " + settings.limits().requestHead() + " bytes";
    }

    private String headerTooLong() {
        return "the header is longer than " + settings.limits().requestHead() + " bytes";
    }

    private void readBody(HttpServerRequest http, Headers headers, RequestScope scope, RequestReading reading) {
        Optional<RefusedRequest> refused = BodyFields.refusal(headers);
        if (refused.isPresent()) {
            reading.broken(refused.get());
        } else if (BodyFields.declaredLength(headers) > settings.limits().requestBody()) {
            reading.refuse(413, reading.tooLarge());
        } else if (!loop.memory().canFit(BodyFields.declaredLength(headers))) {
            reading.refuseForMemory(BodyFields.declaredLength(headers));
        } else {
            reading.read(headers, handler::formerBody, body -> {
                IncomingRequest request =
                        new IncomingRequest(http.method().name(), RequestTarget.of(http.uri()), headers, body);
                handle(access.withoutToken(request), scope, reading);
            });
        }
    }

    /** Has it answered when there is memory to read it: at once, unless it is large. */
    private void handle(IncomingRequest request, RequestScope scope, RequestReading reading) {
        boolean isCoded = ContentDecoder.isCoded(request.headers());
        if (request.body().size() <= RequestMemory.SMALL && !isCoded) {
            handler.handle(request, scope);
        } else if (isCoded) {
            scope.onWorker(
                    () -> RequestMemory.cost(request.headers(), request.body()),
                    cost -> handleInTurn(request, scope, reading, cost));
        } else {
            handleInTurn(request, scope, reading, RequestMemory.cost(request.headers(), request.body()));
        }
    }

    private void handleInTurn(IncomingRequest request, RequestScope scope, RequestReading reading, long cost) {
        WorkQueue work = loop.memory().work();
        if (cost < WorkQueue.SMALL) {
            handler.handle(request, scope);
        } else if (work.canFit(cost)) {
            scope.await(work.await(cost), turn -> {
                scope.memory().begin(turn);
                handler.handle(request, scope);
            });
        } else {
            reading.refuseAsTooCostly(cost);
        }
    }

    /** It is about this server and not about the upstream (RFC 9110, 9.3.7). */
    private static void answerForAll(RequestScope scope) {
        scope.client().addHeader("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        scope.client().respond(new ResponseHead(204, Headers.NONE), Unpooled.EMPTY_BUFFER);
        scope.finishUnnoted();
    }

    private void refuseInvalid(HttpServerRequest http, RequestScope scope, RequestReading reading) {
        Throwable cause = http.decoderResult().cause();
        boolean isTooLong = cause instanceof TooLongFrameException;
        boolean isLine = isTooLong && String.valueOf(cause.getMessage()).contains("line");
        if (cause instanceof RefusedRequest refused) {
            reading.refuse(refused.status(), refused.said());
        } else if (isLine) {
            reading.refuse(414, lineTooLong());
        } else if (isTooLong) {
            reading.refuse(431, headerTooLong());
        } else if (!RequestDecoder.UNREADABLE_LINE.equals(http.uri())) {
            reading.refuse(400, BodyFields.invalid(http.headers()));
        } else {
            reading.refuse(
                    400,
                    "this is not an HTTP request; bytes of TLS look like this: if the client's base URL begins with https://, write http://, or start the server with --tls self-signed");
        }
    }
}
