package io.reprise.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.reprise.core.exchange.Headers;
import io.reprise.server.access.CrossOrigin;
import io.reprise.server.connection.ConnectionWatch;
import io.reprise.server.connection.KnownAnswers;
import io.reprise.server.connection.KnownRequests;
import io.reprise.server.network.SocketWriter;
import io.reprise.server.network.VertxInternals;
import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A client behind Vert.x, with HTTP/1.1 or HTTP/2.
 *
 * <p>A stream has thousands of chunks that differ in nothing but their bytes. To have Vert.x frame each again takes as long as all else
 * that is done for it outside of the kernel; so with HTTP/1.1 framed bytes go straight to Netty's encoder.
 */
final class VertxClientConnection implements ClientConnection {
    /** RFC 9113, 7: the sender met with an error of its own. */
    private static final long INTERNAL_ERROR = 2;

    /** How fields begin that tell what Reprise has done. */
    private static final String OURS = "x-reprise-";

    /** RFC 9113, 7: the stream is no longer wanted. */
    private static final long CANCEL = 8;

    /** What was sent has so long to arrive, since a reset may overtake it. */
    private static final long ABORT_DELAY_MS = 5;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final HttpConnection connection;
    private final Supplier<String> home;
    private final CrossOrigin crossOrigin;
    private final Consumer<Runnable> boundary;
    private final UnaryOperator<String> mask;
    private Optional<ChannelHandlerContext> encoder = Optional.empty();
    private @Nullable SocketWriter socket;
    private UnaryOperator<Headers> changed = UnaryOperator.identity();
    private boolean isEncoderKnown;
    private boolean mayHaveBody = true;
    private Future<Void> written = Future.succeededFuture();
    /** Writes that Vert.x has not handed to the socket. */
    private int waitingWrites;

    /** The last chunk waits for the end, so that both are one write. */
    private boolean isUnflushed;

    /** There are no chunks in HTTP/1.0, so an answer without a length ends with its connection, also where the client would keep that (RFC 9112, 6.3). */
    private boolean isEndOfConnection;

    private boolean isEndless;
    private boolean isPerhapsEndless;
    private boolean wasLetGo;

    /** Since {@link #wasSilent} was called. */
    private boolean hasSent;

    private long firstBytesNanos;

    /**
     * @param home scheme, host and port by which the client knows this server
     * @param mask of the fields that Reprise itself adds
     * @param boundary runs what the client's connection causes
     */
    VertxClientConnection(
            HttpServerRequest request,
            Supplier<String> home,
            CrossOrigin crossOrigin,
            Consumer<Runnable> boundary,
            UnaryOperator<String> mask) {
        this.request = request;
        this.response = request.response();
        this.connection = request.connection();
        this.home = home;
        this.crossOrigin = crossOrigin;
        this.boundary = boundary;
        this.mask = mask;
    }

    @Override
    public String home() {
        return home.get();
    }

    @Override
    public void changeHeaders(UnaryOperator<Headers> change) {
        changed = change;
    }

    @Override
    public CompletionStage<NetSocket> upgrade(Headers headers) {
        headers.fields().forEach(field -> addHeader(field.name(), field.value()));
        return request.toNetSocket().toCompletionStage();
    }

    @Override
    public void addHeader(String name, String value) {
        response.headers().add(name, name.startsWith(OURS) ? mask.apply(value) : value);
    }

    @Override
    public long firstBytesNanos() {
        return firstBytesNanos;
    }

    @Override
    public void respond(ResponseHead head, ByteBuf body) {
        noteFirstBytes();
        put(head);
        if (head.mayHaveBody()) {
            response.end(VertxInternals.buffer(body));
        } else {
            response.end();
        }
    }

    @Override
    public void start(ResponseHead head) {
        put(head);
        if (head.isOfUnknownLength()) {
            response.setChunked(true);
            isEndOfConnection = request.version() == HttpVersion.HTTP_1_0;
            if (isEndOfConnection) {
                response.headersEndHandler(said -> endWithConnection());
            }
        }
    }

    /** Vert.x has said that the connection is kept, if the client wishes so, and chunks whatever the version; Netty's encoder asks the head whether there are any. */
    private void endWithConnection() {
        response.headers().set("connection", "close").remove("transfer-encoding");
    }

    private void noteFirstBytes() {
        if (firstBytesNanos == 0) {
            firstBytesNanos = System.nanoTime();
        }
    }

    /** @throws IllegalArgumentException for an interim status, with which a client would wait for ever */
    private void put(ResponseHead head) {
        if (head.status() < 200) {
            throw new IllegalArgumentException("status " + head.status() + " is no answer");
        }
        mayHaveBody = head.mayHaveBody();
        response.setStatusCode(head.status());
        for (Headers.Field field : changed.apply(head.headers()).fields()) {
            // it would be wrong (RFC 9110, 8.6 and 15.3.6), and make clients wait for a body
            boolean isLeftOut = (head.status() == 204 || head.status() == 205)
                    && field.name().equals("content-length");
            if (!isLeftOut && !crossOrigin.replaces(field.name())) {
                addHeader(field.name(), field.value());
            }
        }
        crossOrigin.addTo(response.headers());
    }

    @Override
    public void sendHead() {
        written = response.writeHead();
    }

    @Override
    public void send(ByteBuf bytes) {
        if (!mayHaveBody) {
            return;
        }
        noteFirstBytes();
        hasSent = true;
        waitingWrites++;
        written = response.write(VertxInternals.buffer(bytes));
        written.onComplete(done -> waitingWrites--);
    }

    @Override
    public boolean takesFramed() {
        if (!isEncoderKnown && response.headWritten()) {
            isEncoderKnown = true;
            encoder = encoder();
            socket = encoder.flatMap(context -> SocketWriter.of(context.channel()))
                    .orElse(null);
        }
        if (waitingWrites > 0) {
            return false;
        }
        // a free socket is asked first: with thousands of streams, each further object is one more to fetch from memory
        return (socket != null && socket.isFree())
                || (encoder.isPresent() && encoder.get().channel().isWritable());
    }

    private Optional<ChannelHandlerContext> encoder() {
        boolean isChunked = "chunked".equals(response.headers().get("transfer-encoding"));
        return isChunked
                ? VertxInternals.channel(connection)
                        .map(channel -> channel.pipeline().context(HttpResponseEncoder.class))
                : Optional.empty();
    }

    @Override
    public void sendFramed(ByteBuf framed, int from, int to) {
        noteFirstBytes();
        hasSent = true;
        int sent = socket == null ? 0 : socket.send(framed, from, to);
        if (sent < to - from) {
            ChannelHandlerContext context = encoder.orElseThrow();
            context.writeAndFlush(framed.slice(from + sent, to - from - sent), context.voidPromise());
        }
    }

    @Override
    public void sendLastFramed(ByteBuf framed, int from, int to) {
        noteFirstBytes();
        ChannelHandlerContext context = encoder.orElseThrow();
        context.write(framed.slice(from, to - from), context.voidPromise());
        isUnflushed = true;
    }

    /** Vert.x sends the end with what waits before it, or keeps it until the connection is writable, which it may never be while that waits. */
    @Override
    public void end() {
        Future<Void> ended = response.end();
        if (isEndOfConnection) {
            ended.onComplete(all -> connection.close());
        }
        if (isUnflushed) {
            encoder.orElseThrow().flush();
        }
    }

    @Override
    public void abort(Abort how) {
        written.onComplete(all -> boundary.accept(() -> abortNow(how)));
    }

    private void abortNow(Abort how) {
        Optional<ChannelHandlerContext> channel = VertxInternals.channel(connection);
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            soon(channel, () -> response.reset(how == Abort.CUT ? INTERNAL_ERROR : CANCEL));
        } else if (how == Abort.RESET && channel.isPresent()) {
            VertxInternals.resetOnClose(channel.get());
            soon(channel, channel.get()::close);
        } else if (channel.isPresent()) {
            ConnectionWatch.of(channel.get().channel()).whenSent(connection::close);
        } else {
            connection.close();
        }
    }

    private static void soon(Optional<ChannelHandlerContext> channel, Runnable task) {
        if (channel.isPresent()) {
            channel.get().executor().schedule(task, ABORT_DELAY_MS, TimeUnit.MILLISECONDS);
        } else {
            task.run();
        }
    }

    @Override
    public void startAgain() {
        response.headers().clear();
        response.setChunked(false);
        response.headersEndHandler(null);
        isEndOfConnection = false;
    }

    @Override
    public boolean mayRepeat() {
        return request.version() == HttpVersion.HTTP_1_1
                && known().map(KnownAnswers::isLearning).orElse(false);
    }

    private Optional<KnownAnswers> known() {
        return VertxInternals.channel(connection)
                .map(context -> ConnectionWatch.of(context.channel()).known());
    }

    @Override
    public void repeat(KnownRequests.Repeat repeat, ByteBuf body) {
        known().ifPresent(its -> its.learnWhole(repeat, body));
    }

    @Override
    public void repeat(KnownRequests.Repeat repeat) {
        known().ifPresent(its -> its.learnBegun(repeat));
    }

    @Override
    public boolean isHeadSent() {
        return response.headWritten();
    }

    @Override
    public void markEndless() {
        isEndless = true;
    }

    @Override
    public boolean isEndless() {
        return isEndless;
    }

    @Override
    public void markPerhapsEndless() {
        isPerhapsEndless = true;
    }

    @Override
    public boolean isPerhapsEndless() {
        return isPerhapsEndless;
    }

    @Override
    public boolean wasSilent() {
        boolean isBetweenChunks = response.isChunked()
                && mayHaveBody
                && response.headWritten()
                && !response.ended()
                && waitingWrites == 0;
        boolean isSilent = isBetweenChunks && !hasSent;
        hasSent = false;
        return isSilent;
    }

    @Override
    public void letGo() {
        wasLetGo = true;
        abort(Abort.CUT);
    }

    @Override
    public boolean wasLetGo() {
        return wasLetGo;
    }

    @Override
    public boolean isClosed() {
        return response.closed() || response.ended();
    }

    @Override
    public boolean isWritable() {
        return takesFramed() || !response.writeQueueFull();
    }

    @Override
    public void whenWritable(Runnable task) {
        response.drainHandler(drained -> boundary.accept(task));
    }

    @Override
    public void whenClosed(Runnable task) {
        response.closeHandler(closed -> boundary.accept(task));
        response.exceptionHandler(broken -> boundary.accept(task));
    }
}
