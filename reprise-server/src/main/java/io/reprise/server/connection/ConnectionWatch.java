package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.reprise.server.network.VertxInternals;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one connection of a client from its first byte to its end, so that nothing is waited for for ever, and what can be answered is.
 * Sits where bytes of TLS are decrypted already.
 */
public final class ConnectionWatch extends ChannelDuplexHandler implements KnownAnswers.Reading {
    private static final AttributeKey<ConnectionWatch> KEY = AttributeKey.valueOf("io.reprise.server.connection.watch");
    private static final String HALF_A_HEAD = "the request ended in the middle of its head (RFC 9112, 8)";

    private final ConnectionLimits limits;
    private final Lingering lingering;
    private final ConnectionTimes times = new ConnectionTimes();
    private final Http2Preface preface = new Http2Preface();
    private Protocol protocol = Protocol.UNKNOWN;
    private @Nullable RequestDecoder decoder;
    private Optional<ClientExchange> exchange = Optional.empty();
    private Optional<RefusedRequest> broken = Optional.empty();
    private @Nullable ChannelHandlerContext context;
    private @Nullable KnownAnswers known;
    private @Nullable Future<?> tick;
    private int begun;
    private int ended;
    private boolean isInputEnded;

    private ConnectionWatch(ConnectionLimits limits) {
        this.limits = limits;
        this.lingering = new Lingering(limits.timeouts().ends().linger());
    }

    /** Adds it to a connection to which nothing has come yet. */
    static void addTo(Channel connection, ConnectionLimits limits) {
        ConnectionWatch watch = new ConnectionWatch(limits);
        connection.attr(KEY).set(watch);
        connection.pipeline().addLast(watch);
    }

    public static ConnectionWatch of(Channel connection) {
        return Objects.requireNonNull(connection.attr(KEY).get());
    }

    /** A request has been read, at least its head. */
    public void begun(ClientExchange its) {
        begun++;
        exchange = Optional.of(its);
        tellBroken();
    }

    /**
     * As {@link RequestDecoder#giveBody} for a request that has just begun; false if its body comes by Vert.x: some of it has gone there, the request had to wait
     * for others, or it is one of HTTP/2.
     */
    public boolean giveBody(Consumer<ByteBuf> taker) {
        return protocol == Protocol.HTTP_1 && decoder != null && begun == decoder.heads() && decoder.giveBody(taker);
    }

    /** The answer to it is written. */
    public void ended(ClientExchange its) {
        ended++;
        streamEnded(its);
    }

    @Override
    public void streamBegun(ClientExchange its) {
        exchange = Optional.of(its);
    }

    @Override
    public void streamEnded(ClientExchange its) {
        exchange = exchange.filter(current -> current != its);
        if (lingering.isWanted() || isInputEnded) {
            here().executor().execute(this::endIfAnswered);
        }
    }

    private void endIfAnswered() {
        if (lingering.isWanted() && decoder != null && !decoder.hasInvalidHead()) {
            lingering.begin(here(), isInputEnded);
        } else if (isInputEnded && !lingering.isWanted() && waiting() == 0) {
            closeOnceWritten();
        }
    }

    private void closeOnceWritten() {
        whenSent(() -> here().close());
    }

    /** Runs the task once the system has all that was written before; also where that fails. To close a connection drops what waits. */
    public void whenSent(Runnable task) {
        VertxInternals.whenSent(here(), sent -> task.run());
    }

    /** Reads nothing more, and ends the connection once the answer to the latest request is written. */
    public void endAfterAnswer() {
        lingering.want();
        if (decoder != null) {
            decoder.stop();
        }
    }

    private ChannelHandlerContext here() {
        return Objects.requireNonNull(context);
    }

    /** How many requests have no answer yet. */
    private int waiting() {
        int decoded = protocol == Protocol.HTTP_1 && decoder != null ? decoder.heads() - ended : begun - ended;
        return known().isStreaming() ? decoded + 1 : decoded;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        known = new KnownAnswers(limits.known(), this, added);
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        active.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        limits.open().incrementAndGet();
        active.channel().closeFuture().addListener(closed -> limits.open().decrementAndGet());
        tick = ConnectionTimes.schedule(active, limits.tickMillis(), this::lookSafely);
        active.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        if (tick != null) {
            tick.cancel(false);
        }
        known().closed();
        inactive.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        times.read();
        if (lingering.hasBegun()) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (!(message instanceof ByteBuf bytes && known().holds(bytes))) {
            read(message);
        }
    }

    @Override
    public void readHeld(ByteBuf bytes) {
        read(bytes);
        channelReadComplete(here());
    }

    private void read(Object message) {
        if (protocol == Protocol.UNKNOWN && message instanceof ByteBuf bytes) {
            detect(bytes);
        } else if (message instanceof ByteBuf bytes && isKnown(bytes)) {
            bytes.release();
        } else {
            known().passOn(message);
        }
        noteUpgrade();
        if (decoder != null) {
            times.arriving(decoder);
            if (broken.isEmpty() && decoder.brokenBody().isPresent()) {
                breakBody(decoder.brokenBody().get());
            }
        }
    }

    /** Vert.x asks for more when it goes on with the next request; Netty closes a connection of which it is told to read on after its end. */
    @Override
    public void read(ChannelHandlerContext reading) {
        if (!isInputEnded) {
            reading.read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext reading) {
        known().readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        known().writable();
        changed.fireChannelWritabilityChanged();
    }

    /** Whether these bytes are a whole request that came before, and is answered now. */
    private boolean isKnown(ByteBuf bytes) {
        if (isBetweenRequests()) {
            return known().isAnswered(bytes, Objects.requireNonNull(decoder).heads());
        }
        known().noteMore();
        return false;
    }

    /** Whether the next bytes are the beginning of a request, and nothing else is awaited. */
    private boolean isBetweenRequests() {
        return protocol == Protocol.HTTP_1
                && decoder != null
                && waiting() == 0
                && decoder.isBetweenRequests()
                && broken.isEmpty()
                && !lingering.isWanted()
                && !isInputEnded;
    }

    /** What knows requests that came before, and learns how the last one was answered. */
    public KnownAnswers known() {
        return Objects.requireNonNull(known);
    }

    /** Passes nothing on before it is clear which protocol this is. */
    private void detect(ByteBuf bytes) {
        int before = preface.matched();
        boolean mayBeHttp2 = preface.takes(bytes);
        if (preface.isWhole()) {
            protocol = Protocol.HTTP_2;
            known().passOn(Http2Preface.first(before));
        } else if (!mayBeHttp2) {
            becomeHttp1(before);
        }
        if (mayBeHttp2 && !preface.isWhole() || before == 0 && protocol == Protocol.HTTP_1 && isKnown(bytes)) {
            bytes.release();
        } else {
            known().passOn(bytes);
        }
    }

    /** @param held how many bytes have come that might have been of HTTP/2 */
    private RequestDecoder becomeHttp1(int held) {
        protocol = Protocol.HTTP_1;
        RequestDecoder own = RequestDecoder.inPlaceOfTheirs(here(), limits.maxHead());
        decoder = own;
        known().passOn(Http2Preface.first(held));
        return own;
    }

    /** The connection may go on as one of HTTP/2, or as a WebSocket. */
    private void noteUpgrade() {
        if (decoder != null && decoder.isRemoved()) {
            decoder = null;
            protocol = here().pipeline().get(Http2ConnectionHandler.class) == null ? Protocol.OTHER : Protocol.HTTP_2;
        }
    }

    private void breakBody(RefusedRequest why) {
        broken = Optional.of(why);
        if (decoder != null) {
            decoder.stop();
        }
        tellBroken();
    }

    /** The request may have to wait for answers to earlier ones. */
    private void tellBroken() {
        if (broken.isPresent() && decoder != null && begun == decoder.heads()) {
            exchange.ifPresent(its -> its.broken(broken.get()));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            isInputEnded = true;
            noteUpgrade();
            inputEnded();
        } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
            here.fireUserEventTriggered(event);
        }
    }

    /** The client has closed its side: it has left, or waits for answers and sends nothing more. What Vert.x has not sent yet is not waited for. */
    private void inputEnded() {
        boolean isPlain = here().pipeline().get(SslHandler.class) == null;
        if (lingering.hasBegun()) {
            here().close();
        } else if (protocol == Protocol.UNKNOWN && preface.matched() > 0 && isPlain) {
            becomeHttp1(preface.matched()).refuseHead(new RefusedRequest(400, HALF_A_HEAD));
        } else if (protocol != Protocol.HTTP_1 || decoder == null || !isPlain) {
            here().close();
        } else if (lingering.isWanted()) {
            return; // the answer is on its way
        } else if (decoder.isInHead()) {
            decoder.refuseHead(new RefusedRequest(400, HALF_A_HEAD));
        } else if (decoder.isInBody()) {
            breakBody(new RefusedRequest(400, "the body of this request ended too early (RFC 9112, 8)"));
        } else if (waiting() == 0) {
            closeOnceWritten();
        } else {
            new ClientProbe(here(), () -> exchange).begin();
        }
    }

    /** With HTTP/1, the end of the connection tells enough; Vert.x throws where it is told of a broken one on which a second request waits. */
    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
        if (protocol != Protocol.HTTP_1 || !(cause instanceof IOException)) {
            here.fireExceptionCaught(cause);
        }
        if (cause instanceof IOException) {
            here.close();
        }
    }

    @Override
    public void close(ChannelHandlerContext closing, ChannelPromise promise) {
        if (lingering.isWanted()) {
            lingering.begin(closing, isInputEnded);
            promise.setSuccess();
        } else if (known().isStreaming()) {
            known().closeAfterStream(promise, limits.drain());
        } else {
            closing.close(promise);
        }
    }

    /** Whatever is thrown would end the looking. */
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException thrown) {
            limits.log().accept("unexpected error while looking at a connection: " + thrown);
            here().close();
        }
    }

    /** Looks whether something is waited for for too long. */
    private void look() {
        noteUpgrade();
        ClientTimeouts timeouts = limits.timeouts();
        times.look(here().channel(), isIdle());
        if (times.hasStalled(timeouts.write())) {
            limits.log()
                    .accept("reset a connection: its client read nothing of an answer for " + timeouts.write() + "; '"
                            + timeouts.write().setting() + "' gives it more time");
            VertxInternals.resetOnClose(here());
            here().close();
        } else if (times.isIdleFor(timeouts.idle())) {
            here().channel().close();
        } else if (protocol == Protocol.HTTP_2) {
            StalledStreams.reset(here().pipeline(), times, timeouts.write());
        } else {
            lookAtArrival(timeouts.arrival());
        }
    }

    private void lookAtArrival(ClientTimeouts.Arrival arrival) {
        if (protocol == Protocol.UNKNOWN && preface.matched() > 0 && times.isSilentFor(arrival.header())) {
            becomeHttp1(preface.matched())
                    .refuseHead(RefusedRequest.late("the head of this request", arrival.header()));
        } else if (decoder == null) {
            return;
        } else if (decoder.isInHead()) {
            times.lateHead(arrival).ifPresent(decoder::refuseHead);
        } else if (decoder.isInBody() && begun == decoder.heads() && !lingering.isWanted()) {
            times.lateBody(arrival).ifPresent(this::breakBody);
        }
    }

    private boolean isIdle() {
        return switch (protocol) {
            case UNKNOWN -> true;
            case HTTP_1 ->
                decoder == null
                        ? begun == ended
                        : waiting() == 0 && decoder.isBetweenRequests() && !lingering.hasBegun();
            case HTTP_2 -> StalledStreams.isIdle(here().pipeline());
            case OTHER -> false;
        };
    }
}
