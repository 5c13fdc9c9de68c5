package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The answer to a request that came before, chunk by chunk. Belongs to the connection's event loop. */
final class KnownStream implements KnownRequests.Stream, ClientExchange {
    private static final String ERROR =
            "{\"error\":{\"message\":\"unexpected error in Reprise; its log says more, please report it\",\"type\":\"reprise_error\"}}";

    private final ChannelHandlerContext here;
    private final ConnectionWriter writer;
    private final Framing framing;
    private final Runnable ending;
    private @Nullable Runnable whenClosed;
    private @Nullable Runnable whenWritable;
    /** Framed bytes that wait for the end, so that both are one write. */
    private ByteBuf last = Unpooled.EMPTY_BUFFER;

    private long firstBytesNanos;
    private boolean isHeadSent;
    private boolean isEnded;

    /**
     * What is written besides the body. Nothing of it is ever changed.
     *
     * @param lastChunk of a body that is chunked
     */
    record Framing(ByteBuf head, boolean isChunked, ByteBuf lastChunk) {}

    /** @param ending is told when the whole answer is written */
    KnownStream(ChannelHandlerContext here, ConnectionWriter writer, Framing framing, Runnable ending) {
        this.here = here;
        this.writer = writer;
        this.framing = framing;
        this.ending = ending;
    }

    @Override
    public void sendHead() {
        isHeadSent = true;
        writer.write(framing.head(), 0, framing.head().writerIndex());
        writer.flush();
    }

    @Override
    public void send(ByteBuf bytes) {
        write(bytes, bytes.readerIndex(), bytes.writerIndex());
    }

    @Override
    public boolean takesFramed() {
        return framing.isChunked() && isWritable();
    }

    @Override
    public void sendFramed(ByteBuf framed, int from, int to) {
        write(framed, from, to);
    }

    private void write(ByteBuf bytes, int from, int to) {
        noteFirstBytes();
        if (isHeadSent) {
            writer.write(bytes, from, to);
        } else {
            isHeadSent = true;
            writer.write(framing.head(), bytes.slice(from, to - from));
        }
        writer.flush();
    }

    @Override
    public void sendLastFramed(ByteBuf framed, int from, int to) {
        noteFirstBytes();
        last = framed.slice(from, to - from);
    }

    private void noteFirstBytes() {
        if (firstBytesNanos == 0) {
            firstBytesNanos = System.nanoTime();
        }
    }

    @Override
    public long firstBytesNanos() {
        return firstBytesNanos;
    }

    @Override
    public void end() {
        if (!isHeadSent) {
            sendHead();
        }
        if (framing.isChunked()) {
            writer.write(last, framing.lastChunk());
            writer.flush();
        }
        ended();
    }

    @Override
    public void fail() {
        if (isEnded) {
            return;
        }
        if (isHeadSent) {
            here.close();
        } else {
            String answer = "HTTP/1.1 500 Internal Server Error\r\ncontent-type: application/json\r\ncontent-length: "
                    + ERROR.length() + "\r\n\r\n" + ERROR;
            isHeadSent = true;
            here.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII));
            ended();
        }
    }

    private void ended() {
        if (!isEnded) {
            isEnded = true;
            ending.run();
            tellClosed();
        }
    }

    @Override
    public boolean isWritable() {
        return writer.isWritable();
    }

    @Override
    public void whenWritable(Runnable task) {
        whenWritable = task;
    }

    @Override
    public void whenClosed(Runnable task) {
        whenClosed = task;
    }

    /** The connection takes more. */
    void writable() {
        if (whenWritable != null) {
            whenWritable.run();
        }
    }

    /** The connection has ended. */
    void closed() {
        isEnded = true;
        tellClosed();
    }

    private void tellClosed() {
        if (whenClosed != null) {
            whenClosed.run();
        }
    }

    @Override
    public void broken(RefusedRequest why) {
        here.close();
    }

    @Override
    public boolean mayBeAwaited() {
        return true;
    }

    @Override
    public boolean wasSilent() {
        return false;
    }

    @Override
    public boolean isPerhapsEndless() {
        return false;
    }

    @Override
    public void letGo() {
        here.close();
    }

    @Override
    public boolean takesInterim() {
        return !isHeadSent;
    }
}
