package io.reprise.server.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.network.EventLoop;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.network.VertxInternals;
import io.reprise.server.request.ClientConnection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a WebSocket whose handshake is done. Answers pings, and closes what breaks the protocol. Reads nothing before {@link #listen}. To be
 * used on its event loop.
 */
public final class WebSocket {
    private static final long PING_AFTER_MS = 30_000;
    /** What was sent has so long to arrive, since a reset may overtake it. */
    private static final long RESET_DELAY_MS = 5;

    private static final long LINGER_MS = 2_000;

    /** What arrives from the other side. */
    public interface Listener {
        void message(Message message);

        /** Called once; nothing more arrives. */
        void ended(End end);
    }

    /** How the other side ended the conversation. */
    public sealed interface End {
        /** With a close frame, which {@link WebSocket#close} is to answer. */
        record Closed(CloseFrame frame) implements End {}

        /** The connection broke, or nothing came for too long. */
        record Broken(String reason) implements End {}

        /** We have closed it with that frame, because of what came: it was too long, or broke the protocol. */
        record Refused(CloseFrame frame) implements End {}
    }

    /** What both ends of a conversation have in common. */
    public record Setting(
            EventLoop loop, Consumer<Runnable> boundary, long maxMessage, ClientTimeouts.Sockets timeouts) {
        /** In milliseconds; short limits are looked at more often. */
        private long tickMillis() {
            long idle = timeouts.idle().millis();
            return timeouts.idle().isOff() ? PING_AFTER_MS : Math.min(PING_AFTER_MS, Math.max(1, idle / 4));
        }
    }

    private final NetSocket socket;
    private final Setting setting;
    private final FrameCodec codec;
    private final MessageAssembler assembler;
    private @Nullable Listener listener;
    private EventLoop.@Nullable Timer timer;
    private final List<Runnable> whenGone = new ArrayList<>();
    private long heardNanos = System.nanoTime();
    private boolean isPaused;
    private boolean hasEnded;
    private boolean isCloseSent;
    private boolean isCloseReceived;
    private boolean isGone;

    private WebSocket(NetSocket socket, Setting setting, FrameCodec.Side side) {
        this.socket = socket;
        this.setting = setting;
        this.codec = new FrameCodec(side, setting.maxMessage());
        this.assembler = new MessageAssembler(setting.maxMessage());
        socket.pause();
        socket.handler(this::read);
        socket.closeHandler(closed -> setting.boundary().accept(this::gone));
        socket.exceptionHandler(broken -> setting.boundary().accept(this::broken));
    }

    /**
     * The end that faces a client.
     *
     * @param head the fields of the answer to its handshake
     */
    public static CompletionStage<WebSocket> accept(ClientConnection client, Headers head, Setting setting) {
        if (client.isClosed()) {
            return CompletableFuture.failedStage(new IllegalStateException("the client went away"));
        }
        return client.upgrade(head).thenApply(socket -> {
            socket.shutdownHandler(time -> shutDown(socket, time));
            return new WebSocket(socket, setting, FrameCodec.Side.SERVER);
        });
    }

    /** Without a handler, Vert.x would close it at once when its server stops; with one, it closes nothing by itself. */
    private static void shutDown(NetSocket socket, Duration time) {
        if (time.isZero()) {
            socket.close();
        }
    }

    /** The end that faces an upstream. */
    public static WebSocket toUpstream(NetSocket socket, Setting setting) {
        return new WebSocket(socket, setting, FrameCodec.Side.CLIENT);
    }

    /** Begins to read. May be called again, to have another listener from then on. */
    public void listen(Listener its) {
        boolean isFirst = listener == null;
        listener = its;
        if (isFirst && !isGone) {
            timer = setting.loop().after(setting.tickMillis(), this::checkIdle);
            socket.resume();
        } else if (isGone) {
            end(new End.Broken("the connection broke"));
        }
    }

    private void read(Buffer bytes) {
        setting.boundary().accept(() -> read(VertxInternals.bytes(bytes)));
    }

    private void read(ByteBuf bytes) {
        heardNanos = System.nanoTime();
        if (isCloseReceived || isGone) {
            return;
        }
        try {
            codec.read(bytes, this::take);
        } catch (TooLongFrameException tooLong) {
            refuseTooLarge();
        } catch (CorruptedWebSocketFrameException corrupted) {
            int code = corrupted.closeStatus().code();
            if (code == CloseFrame.TOO_LARGE) {
                refuseTooLarge();
            } else {
                refuse(code, String.valueOf(corrupted.getMessage()));
            }
        } catch (DecoderException corrupted) {
            refuse(CloseFrame.PROTOCOL_ERROR, "these bytes are not a WebSocket frame");
        }
    }

    private void take(WebSocketFrame frame) {
        if (isCloseReceived || hasEnded && !(frame instanceof CloseWebSocketFrame)) {
            return;
        }
        if (frame instanceof PingWebSocketFrame) {
            answerPing(frame);
        } else if (frame instanceof CloseWebSocketFrame close) {
            closed(close);
        } else if (!(frame instanceof PongWebSocketFrame) && listener != null) {
            assembler.add(frame).ifPresent(listener::message);
        }
    }

    /** Whoever pings and does not read gets no further answers (RFC 6455, 5.5.3 allows to answer the latest only). */
    private void answerPing(WebSocketFrame ping) {
        if (!socket.writeQueueFull() && !isCloseSent) {
            write(new PongWebSocketFrame(ping.content().retain()));
        }
    }

    private void closed(CloseWebSocketFrame close) {
        isCloseReceived = true;
        if (isCloseSent) {
            disconnect();
        }
        int code = close.statusCode() < 0 ? SocketConversation.NO_STATUS : close.statusCode();
        String reason = close.reasonText() == null ? "" : close.reasonText();
        end(new End.Closed(new CloseFrame(code, reason)));
    }

    private void refuseTooLarge() {
        refuse(CloseFrame.TOO_LARGE, "a message is longer than " + setting.maxMessage() + " bytes");
    }

    /** The other side does not keep to the protocol. */
    private void refuse(int code, String reason) {
        CloseFrame frame = new CloseFrame(code, reason);
        close(frame);
        // what follows cannot be understood, and is thrown away, so that the sender gets to read the frame
        isCloseReceived = true;
        replaceTimer(new TimeLimit("", Duration.ofMillis(LINGER_MS)));
        end(new End.Refused(frame));
    }

    /** Of a connection that breaks, Vert.x tells only so where it belonged to its HTTP client. */
    private void broken() {
        socket.close();
        gone();
    }

    private void gone() {
        if (isGone) {
            return;
        }
        isGone = true;
        if (timer != null) {
            timer.cancel();
        }
        codec.close();
        end(new End.Broken("the connection broke"));
        whenGone.forEach(Runnable::run);
    }

    /** Runs the task once the connection is closed, after those of earlier calls. */
    public void whenGone(Runnable task) {
        if (isGone) {
            task.run();
        } else {
            whenGone.add(task);
        }
    }

    private void end(End how) {
        if (!hasEnded && listener != null) {
            hasEnded = true;
            listener.ended(how);
        }
    }

    private void checkIdle() {
        setting.boundary().accept(() -> {
            if (!isPaused && setting.timeouts().idle().isOver(heardNanos, System.nanoTime())) {
                abort();
            } else if (!isGone) {
                if (!isCloseSent && !socket.writeQueueFull()) {
                    write(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
                }
                timer = setting.loop().after(setting.tickMillis(), this::checkIdle);
            }
        });
    }

    public void send(Message message) {
        send(new Fragment(true, true, message.isBinary(), message.bytes()));
    }

    /** A frame of a message. */
    public record Fragment(boolean isFirst, boolean isLast, boolean isBinary, Bytes bytes) {
        private WebSocketFrame frame() {
            ByteBuf content = Unpooled.wrappedBuffer(bytes.buffer());
            if (!isFirst) {
                return new ContinuationWebSocketFrame(isLast, 0, content);
            }
            return isBinary ? new BinaryWebSocketFrame(isLast, 0, content) : new TextWebSocketFrame(isLast, 0, content);
        }
    }

    /** Sends a part of a message. The others follow before anything else but a close is sent. */
    public void send(Fragment fragment) {
        if (!isCloseSent && !isGone) {
            write(fragment.frame());
        }
    }

    /** Closes properly, or answers the other side's close. What is sent afterwards is dropped. */
    public void close(CloseFrame frame) {
        if (isCloseSent || isGone) {
            return;
        }
        write(
                CloseFrame.maySend(frame.code())
                        ? new CloseWebSocketFrame(frame.code(), frame.reason())
                        : new CloseWebSocketFrame());
        isCloseSent = true;
        if (isCloseReceived) {
            disconnect();
        } else {
            resume(); // its answer is to be read
            replaceTimer(setting.timeouts().close());
        }
    }

    private void disconnect() {
        socket.end();
    }

    /** The other side gets so long to close the connection by itself. */
    private void replaceTimer(TimeLimit limit) {
        if (timer != null) {
            timer.cancel();
        }
        if (!limit.isOff()) {
            timer = setting.loop().after(limit.millis(), socket::close);
        }
    }

    private void write(WebSocketFrame frame) {
        if (!isGone) {
            codec.write(frame, part -> socket.write(VertxInternals.buffer(part)));
        }
    }

    /** Ends the connection without a close frame, once everything is sent. */
    public void abort() {
        socket.close();
    }

    /** Resets the connection (TCP RST). */
    public void reset() {
        VertxInternals.reset(socket, RESET_DELAY_MS);
    }

    public boolean isGone() {
        return isGone;
    }

    /** Whether a close was sent. */
    public boolean isClosing() {
        return isCloseSent || isGone;
    }

    /** Reads nothing more for now. */
    public void pause() {
        if (!isCloseSent && !isPaused) {
            isPaused = true;
            socket.pause();
        }
    }

    public void resume() {
        if (isPaused) {
            isPaused = false;
            heardNanos = System.nanoTime();
            socket.resume();
        }
    }

    /** Whether the socket takes more; if not, {@link #whenWritable} tells when it does. */
    public boolean isWritable() {
        return !socket.writeQueueFull();
    }

    public void whenWritable(Runnable task) {
        socket.drainHandler(drained -> setting.boundary().accept(task));
    }
}
