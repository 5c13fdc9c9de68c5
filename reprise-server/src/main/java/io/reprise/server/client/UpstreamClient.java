package io.reprise.server.client;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.PlaceholderKey;
import io.reprise.server.network.HeaderFields;
import io.reprise.server.network.VertxInternals;
import io.reprise.server.upstream.RequestSigner;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.UpstreamConnection;
import io.reprise.server.upstream.UpstreamTimeouts;
import io.reprise.server.websocket.Handshake;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Asks upstreams, from one event loop. Follows no redirects, and verifies certificates and host names. */
public final class UpstreamClient {
    private static final int MAX_CONNECTIONS = 2_000;
    private static final int MAX_HEAD = 128 * 1_024;

    private final Vertx vertx;

    /** There is none before something is to be asked: who only replays cannot open a connection. */
    private final Map<UpstreamConnection, HttpClient> clients = new HashMap<>();

    public UpstreamClient(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Looks whether the files are there that connections need.
     *
     * @throws IllegalArgumentException if one cannot be used; the message says which, and why
     */
    public static void requireUsable(List<Upstream> upstreams) {
        upstreams.forEach(upstream -> ConnectionOptions.of(upstream.connection()));
    }

    private HttpClient client(UpstreamConnection connection) {
        return clients.computeIfAbsent(connection, first -> {
            HttpClientOptions options =
                    new HttpClientOptions().setMaxHeaderSize(MAX_HEAD).setMaxInitialLineLength(MAX_HEAD);
            ConnectionOptions.of(connection).putInto(options);
            return vertx.httpClientBuilder()
                    .with(options)
                    .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS))
                    .withConnectHandler(made -> prepare(made, connection.timeouts()))
                    .build();
        });
    }

    private static void prepare(HttpConnection made, UpstreamTimeouts limits) {
        made.exceptionHandler(
                broken -> {}); // who waits for an answer is told; otherwise Vert.x writes it to standard error
        if (made.protocolVersion() != HttpVersion.HTTP_2) {
            ChannelHandlerContext vertxHandler = VertxInternals.channel(made).orElseThrow();
            vertxHandler.pipeline().addBefore(vertxHandler.name(), null, new InterimResponseFilter());
            vertxHandler.pipeline().addBefore(vertxHandler.name(), null, new UpstreamWatch(limits));
            vertxHandler.pipeline().addBefore(vertxHandler.name(), null, new PausableReading());
        }
    }

    /**
     * Sends the request.
     *
     * @param isKept whether the answer is to be kept, and so must come whole and uncompressed
     */
    public UpstreamRequest ask(Upstream upstream, Request request, boolean isKept) {
        return send(upstream, forwarded(upstream, request, isKept), asking -> {
            Future<HttpClientResponse> answer = request.body().isEmpty()
                    ? asking.send()
                    : asking.send(VertxInternals.buffer(
                            Unpooled.wrappedBuffer(request.body().buffer())));
            return answer.compose(arrived -> refuseUnreadable(upstream, arrived));
        });
    }

    /**
     * Asks for a WebSocket. With status 101 the response's socket is one of frames from then on; with any other the answer is to
     * be read as that of {@link #ask}.
     */
    public UpstreamRequest connect(Upstream upstream, Request request, Handshake handshake) {
        return send(upstream, forwarded(upstream, request, false), asking -> {
            with(asking, handshake.question());
            asking.exceptionHandler(broken -> {}); // who reads the socket is told
            return asking.connect()
                    .compose(answer -> isWrong(answer, handshake)
                            ? refuseHandshake(upstream, answer)
                            : Future.succeededFuture(answer));
        });
    }

    /** As the upstream gets it, but for its signature. */
    private static Request forwarded(Upstream upstream, Request asked, boolean isKept) {
        Request request = PlaceholderKey.without(asked);
        return new Request(
                request.method(),
                upstream.address().target(request.path()),
                request.query(),
                ForwardedHeaders.of(request, upstream.headers(), isKept),
                request.body());
    }

    /** As the upstream gets it. */
    private Future<Request> signed(Upstream upstream, Request forwarded) {
        Optional<RequestSigner> signer = upstream.connection().signer().filter(known -> known.isSigned(forwarded));
        return signer.isEmpty()
                ? Future.succeededFuture(forwarded)
                : vertx.executeBlocking(() -> signer.get().sign(forwarded, upstream.url()), false)
                        .recover(cause -> Future.failedFuture(FailedConnection.notSigned(upstream, cause)));
    }

    private static RequestOptions options(Upstream upstream, Request request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setHost(upstream.url().getHost())
                .setPort(upstream.address().port())
                .setSsl(upstream.address().isSecure())
                .setURI(request.path() + query)
                .setConnectTimeout(upstream.connection().timeouts().queue().millis());
    }

    private UpstreamRequest send(
            Upstream upstream, Request forwarded, Function<HttpClientRequest, Future<HttpClientResponse>> sending) {
        UpstreamRequest asked = new UpstreamRequest();
        HttpClient client;
        try {
            client = client(upstream.connection());
        } catch (IllegalArgumentException unusable) {
            return asked.completeWith(Future.failedFuture(FailedConnection.of(upstream, unusable, true)));
        }
        return asked.completeWith(signed(upstream, forwarded)
                .compose(ready -> client.request(options(upstream, ready))
                        .recover(cause -> Future.failedFuture(
                                FailedConnection.of(upstream, cause, !FailedConnection.isBroken(cause))))
                        .compose(asked::connected)
                        .map(asking -> with(asking, ready.headers()))
                        .compose(sending))
                .recover(cause -> Future.failedFuture(
                        cause instanceof UpstreamException known ? known : FailedConnection.of(upstream, cause, false)))
                .compose(answer -> FailedConnection.refusedByProxy(upstream, answer)));
    }

    private static boolean isWrong(HttpClientResponse answer, Handshake handshake) {
        boolean isAccepted = answer.statusCode() == 101 && handshake.isAccepted(HeaderFields.read(answer.headers()));
        return answer.statusCode() < 200 && !isAccepted;
    }

    private static Future<HttpClientResponse> refuseHandshake(Upstream upstream, HttpClientResponse answer) {
        answer.request().connection().close();
        return Future.failedFuture(new UpstreamException(
                "upstream '" + upstream.label() + "' answered with status " + answer.statusCode()
                        + ", but not to this handshake; it does not speak WebSocket there",
                null));
    }

    private static HttpClientRequest with(HttpClientRequest asking, Headers headers) {
        headers.fields().forEach(field -> asking.headers().add(field.name(), field.value()));
        return asking;
    }

    private static Future<HttpClientResponse> refuseUnreadable(Upstream upstream, HttpClientResponse answer) {
        String coding = answer.getHeader(HttpHeaders.TRANSFER_ENCODING);
        if (answer.statusCode() < 200) {
            return refuse(
                    answer,
                    "upstream '" + upstream.label() + "' answered with the interim status " + answer.statusCode()
                            + " and nothing else; it tries to switch to a protocol that was not requested");
        }
        return coding == null || coding.strip().equalsIgnoreCase("chunked")
                ? Future.succeededFuture(answer)
                : refuse(
                        answer,
                        "upstream '" + upstream.label() + "' sent its answer in the transfer coding '" + coding
                                + "', which was not requested and which nobody reads (RFC 9112, 6.1)");
    }

    private static Future<HttpClientResponse> refuse(HttpClientResponse answer, String reason) {
        answer.exceptionHandler(expected -> {}); // otherwise Vert.x writes its stack trace
        answer.request().reset();
        return Future.failedFuture(new UpstreamException(reason, null));
    }
}
