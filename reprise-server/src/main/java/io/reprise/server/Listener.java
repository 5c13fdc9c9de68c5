package io.reprise.server;

import io.netty.handler.codec.TooLongFrameException;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads requests, and refuses those that are too large, not understood, or not allowed. One for each event loop. */
final class Listener {
    /** For so long what is left of a refused body is read and thrown away, so that its sender gets to read the answer. */
    private static final long LINGER_MS = TimeUnit.SECONDS.toMillis(10);

    /** Bodies above this size, in bytes, are not parsed on the event loop. */
    private static final int LARGE = 128 << 10;

    private final Vertx vertx;
    private final Shared shared;
    private final AccessControl gate;
    private final Dispatcher dispatcher;
    private final ControlApi control;
    private final RequestCache recognition = new RequestCache();
    private @Nullable HostAndPort latestNamed;
    private String latestSpelled = "";

    Listener(Vertx vertx, Shared shared, AccessControl gate) {
        this.vertx = vertx;
        this.shared = shared;
        this.gate = gate;
        this.dispatcher = new Dispatcher(vertx, shared);
        this.control = new ControlApi(vertx, shared);
    }

    /** Lets go of clients that would wait for ever. To be called on the event loop. */
    void letGo() {
        dispatcher.letGo();
    }

    /** Takes a request of which the head has been read. */
    void accept(HttpServerRequest http) {
        long start = System.nanoTime();
        Headers headers = HeaderFields.read(http.headers());
        String authority = spelled(http.authority());
        boolean isHealth = http.path() != null && http.path().equals("/__reprise/health");
        Optional<String> refusal = isHealth ? Optional.empty() : gate.refusal(headers, authority);
        if (refusal.isPresent()) {
            refuse(http, shared.settings().listening().token().isPresent() ? 401 : 403, refusal.get(), start);
            return;
        }
        long limit = shared.settings().listening().limits().requestBody();
        if (declaredLength(headers) > limit) {
            refuse(http, 413, tooLarge(limit), start);
            return;
        }
        readBody(http, headers, limit, start);
    }

    /** Nearly all requests name the same one, and to spell it takes longer than to compare. */
    private String spelled(@Nullable HostAndPort named) {
        if (named == null) {
            return "";
        }
        if (!named.equals(latestNamed)) {
            latestNamed = named;
            latestSpelled = named.toString();
        }
        return latestSpelled;
    }

    private void readBody(HttpServerRequest http, Headers headers, long limit, long start) {
        Buffer body = Buffer.buffer();
        http.exceptionHandler(broken -> {});
        http.handler(piece -> {
            if (body.length() + piece.length() > limit) {
                refuse(http, 413, tooLarge(limit), start);
            } else {
                body.appendBuffer(piece);
            }
        });
        http.endHandler(whole -> {
            if (!http.response().ended()) {
                understand(http, headers, Bytes.owning(body.getBytes()), start);
            }
        });
    }

    private void understand(HttpServerRequest http, Headers headers, Bytes body, long start) {
        Client client = new Client(http.response(), http.connection(), start, System.nanoTime());
        RequestCache.Raw raw = new RequestCache.Raw(http.method().name(), http.uri(), headers, body);
        Meaning known = recognition.recall(raw);
        if (known != null) {
            dispatcher.dispatch(known, client);
            return;
        }
        RoutedRequest addressed;
        try {
            addressed = RequestRouting.read(raw.method(), raw.uri(), gate.withoutToken(headers), body);
        } catch (IllegalArgumentException wrong) {
            refuse(http, 400, String.valueOf(wrong.getMessage()), start);
            return;
        }
        if (addressed.request().path().startsWith(ControlApi.PREFIX)) {
            control.answer(addressed.request(), http.response());
        } else if (body.size() > LARGE) {
            dispatcher.dispatchLarge(addressed, client);
        } else {
            Meaning meaning = Meaning.of(addressed, shared.rules());
            recognition.remember(raw, meaning);
            dispatcher.dispatch(meaning, client);
        }
    }

    /** Takes a request that HTTP itself forbids. */
    void acceptInvalid(HttpServerRequest http) {
        long start = System.nanoTime();
        Throwable cause = http.decoderResult().cause();
        boolean isUriTooLong = cause instanceof TooLongFrameException
                && String.valueOf(cause.getMessage()).contains("line");
        if (isUriTooLong) {
            refuse(
                    http,
                    414,
                    "the request line is longer than "
                            + shared.settings().listening().limits().requestHead() + " bytes",
                    start);
        } else if (cause instanceof TooLongFrameException) {
            refuse(
                    http,
                    431,
                    "the header is longer than "
                            + shared.settings().listening().limits().requestHead() + " bytes",
                    start);
        } else {
            refuse(http, 400, "this is not an HTTP request", start);
        }
    }

    private void refuse(HttpServerRequest http, int status, String message, long start) {
        String method = http.method() == null ? "?" : http.method().name();
        String path = http.path() == null ? "/" : http.path();
        Request request = new Request(method, path, "", Headers.NONE, Bytes.EMPTY);
        if (!http.isEnded() && http.version() != HttpVersion.HTTP_2) {
            closeAfterBody(http);
        }
        Errors.answer(http.response(), request, status, message, false);
        Outcome.Asked asked = new Outcome.Asked(method, path, Optional.empty(), Optional.empty());
        shared.journal()
                .note(new Outcome(
                        Outcome.Verb.REFUSED,
                        asked,
                        new Outcome.Answered(status, 0, "", message),
                        System.nanoTime() - start));
    }

    /** Reads what is left of the body, so that its sender gets to read the answer, and then closes the connection. */
    private void closeAfterBody(HttpServerRequest http) {
        http.response().headers().set("connection", "close");
        long timer = vertx.setTimer(LINGER_MS, late -> http.connection().close());
        http.response().closeHandler(closed -> vertx.cancelTimer(timer));
        http.handler(thrownAway -> {});
        http.endHandler(whole -> http.connection().close());
    }

    private static String tooLarge(long limit) {
        return "the body is larger than " + limit + " bytes; --max-body raises the limit";
    }

    private static long declaredLength(Headers headers) {
        try {
            return headers.first("content-length").map(Long::parseLong).orElse(0L);
        } catch (NumberFormatException impossible) {
            return 0;
        }
    }
}
