package io.reprise.server.http;

import io.netty.buffer.ByteBuf;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.server.connection.ClientExchange;
import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.connection.ConnectionWatch;
import io.reprise.server.connection.RefusedRequest;
import io.reprise.server.network.EventLoop;
import io.reprise.server.network.HeaderFields;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.network.VertxInternals;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.request.ErrorAnswers;
import io.reprise.server.request.RequestHandler;
import io.reprise.server.request.RequestMemory;
import io.reprise.server.request.RequestScope;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One request while it is read, until it is whole or refused. Belongs to the client's event loop. */
final class RequestReading implements ClientExchange {
    /** RFC 9113, 8.1: the rest of the request is not needed. */
    private static final long NO_ERROR = 0;

    private final HttpServerRequest http;
    private final RequestScope scope;
    private final Listening settings;
    private final ConnectionWatch watch;
    private final ArrivingBody body = new ArrivingBody();
    private long startNanos;
    private long pieceNanos;
    private boolean isRefused;
    /** Of a stream of HTTP/2: that it goes on, or that its rest has arrived. */
    private EventLoop.@Nullable Timer timer;

    RequestReading(HttpServerRequest http, RequestScope scope, Listening settings) {
        this.http = http;
        this.scope = scope;
        this.settings = settings;
        this.watch = ConnectionWatch.of(
                VertxInternals.channel(http.connection()).orElseThrow().channel());
    }

    /** Begins; nothing is to be done if {@link #isRefused} says so afterwards. */
    void begin() {
        http.exceptionHandler(broken -> leave()); // the connection's end is told to who answers
        http.response().endHandler(written -> watch.ended(this));
        watch.begun(this);
    }

    private void leave() {
        if (!http.isEnded()) {
            scope.giveBackMemory();
        }
    }

    boolean isRefused() {
        return isRefused;
    }

    boolean isHttp2() {
        return http.version() == HttpVersion.HTTP_2;
    }

    @Override
    public void broken(RefusedRequest why) {
        scope.run(() -> refuse(why.status(), why.said()));
    }

    @Override
    public boolean mayBeAwaited() {
        return !scope.client().isEndless();
    }

    @Override
    public boolean wasSilent() {
        return http.version() == HttpVersion.HTTP_1_1 && scope.client().wasSilent();
    }

    @Override
    public boolean isPerhapsEndless() {
        return scope.client().isPerhapsEndless();
    }

    @Override
    public void letGo() {
        scope.run(scope.client()::letGo);
    }

    @Override
    public boolean takesInterim() {
        return http.version() == HttpVersion.HTTP_1_1 && !http.response().headWritten();
    }

    /** Answers with an error; what is left of the request is read and thrown away, so that its sender gets to read the answer. */
    void refuse(int status, String message) {
        refuse(status, message, ErrorAnswers.Retry.USELESS);
    }

    private void refuse(int status, String message, ErrorAnswers.Retry retry) {
        if (isRefused || http.response().headWritten()) {
            return;
        }
        isRefused = true;
        scope.noteCredentials(HeaderFields.read(http.headers()), RequestTarget.queryOf(String.valueOf(http.uri())));
        if (!http.isEnded()) {
            http.handler(thrownAway -> {});
            if (isHttp2()) {
                http.endHandler(whole -> stopTimer());
            }
        }
        if (isHttp2()) {
            TimeLimit linger = settings.timeouts().ends().linger();
            if (!http.isEnded() && !linger.isOff()) {
                stopTimer();
                timer = scope.after(linger.millis(), this::stopHttp2);
            }
        } else {
            scope.client().addHeader("connection", "close");
            watch.endAfterAnswer();
        }
        scope.answerError(Verb.REFUSED, status, message, retry);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void stopHttp2() {
        if (!http.isEnded()) {
            http.response().reset(NO_ERROR);
        }
    }

    /**
     * Reads the body, and goes on with it once it is whole.
     *
     * @param former as {@link RequestHandler#formerBody}
     */
    void read(Headers headers, LongFunction<@Nullable Bytes> former, Consumer<Bytes> then) {
        if (waitsForLeave(headers)) {
            http.response().writeContinue();
        }
        if (isHttp2() && !http.isEnded()) {
            startNanos = System.nanoTime();
            pieceNanos = startNanos;
            watchHttp2();
        }
        long declared = BodyFields.declaredLength(headers);
        if (declared > ArrivingBody.BLOCK) {
            body.expect(former.apply(declared));
        }
        http.handler(piece -> scope.run(() -> add(VertxInternals.bytes(piece), declared)));
        if (!isHttp2()) {
            watch.giveBody(piece -> scope.run(() -> add(piece, declared)));
        }
        http.endHandler(whole -> scope.run(() -> {
            stopTimer();
            if (!isRefused) {
                scope.wholeAt(System.nanoTime());
                then.accept(body.joined());
            }
        }));
    }

    private void add(ByteBuf piece, long declared) {
        if (isRefused) {
            return;
        }
        if (body.size() + piece.readableBytes() > settings.limits().requestBody()) {
            refuse(413, tooLarge());
            return;
        }
        if (isHttp2()) {
            pieceNanos = System.nanoTime();
        }
        long size = body.size() + piece.readableBytes();
        if (size <= RequestMemory.SMALL || scope.memory().grow(size)) {
            body.add(piece);
            if (body.isDue(declared) && scope.memory().grow(declared)) {
                body.reserve(declared);
            }
        } else {
            refuseForMemory(size);
        }
    }

    /** There is no memory for a body of this size, in bytes; not now, or never. */
    void refuseForMemory(long size) {
        if (scope.memory().canFit(size)) {
            scope.client().addHeader("retry-after", "1");
        }
        refuse(
                scope.memory().canFit(size) ? 503 : 413,
                scope.memory().refusal(size),
                scope.memory().canFit(size) ? ErrorAnswers.Retry.USEFUL : ErrorAnswers.Retry.USELESS);
    }

    /** To read a body that has come takes so much memory, which is more than there ever is. */
    void refuseAsTooCostly(long cost) {
        refuse(413, scope.memory().refusalOfCost(cost));
    }

    String tooLarge() {
        return "the body is larger than " + settings.limits().requestBody() + " bytes; --max-body raises the limit";
    }

    /** With HTTP/1.1, the connection's watch sees to it; with HTTP/2, each stream may stall for itself. */
    private void watchHttp2() {
        ClientTimeouts.Arrival arrival = settings.timeouts().arrival();
        long tick = TimeLimit.tickMillis(arrival.body(), arrival.whole());
        if (tick == 0) {
            return;
        }
        timer = scope.after(tick, () -> {
            if (isRefused || http.isEnded() || scope.client().isClosed()) {
                return;
            }
            long now = System.nanoTime();
            if (arrival.body().isOver(pieceNanos, now)) {
                broken(RefusedRequest.late("the next byte of the body of this request", arrival.body()));
            } else if (arrival.whole().isOver(startNanos, now)) {
                broken(RefusedRequest.late("this request", arrival.whole()));
            } else {
                watchHttp2();
            }
        });
    }

    /** Whether the client sends the body when it is told that the request is not refused (RFC 9110, 10.1.1). */
    private boolean waitsForLeave(Headers headers) {
        return http.version() != HttpVersion.HTTP_1_0
                && headers.first("expect")
                        .filter(expected -> expected.strip().equalsIgnoreCase("100-continue"))
                        .isPresent();
    }
}
