package io.reprise.server.connection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.unix.IovArray;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.FastThreadLocal;
import io.reprise.server.network.SocketWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests of HTTP/1.1 that came before, byte for byte, without decoding them: with the head that was written then. Whether the
 * answer would be the same now, a {@link Repeat} decides each time. The one exception to the rule that each request goes through its
 * boundary; docs/decisions/0065-known-requests.md says why, and how it keeps what the boundary promises. Bounded; serves all event loops.
 */
public final class KnownRequests {
    /** The most that is remembered, roughly, in bytes. */
    private static final long MOST = 32 << 20;

    /** Of a request, in bytes: of larger ones, the memory is counted. */
    private static final int LONGEST_REQUEST = 16 << 10;

    /** Of the head of an answer, in bytes. */
    private static final int LONGEST_HEAD = 8 << 10;

    /** What an entry takes besides its bytes, roughly: the question. In bytes. */
    private static final int OVERHEAD = 2_048;

    /** Repeats an answer. */
    public interface Repeat {
        /**
         * The body of the answer, which is noted as given; null if the request must be decoded, and then nothing has been changed.
         *
         * @param startNanos when the request was read, by {@link System#nanoTime}
         */
        @Nullable ByteBuf next(long startNanos);

        /** Whether {@link #next} gives nothing from now on, so that the answer has to be learned anew. */
        boolean isOver();
    }

    /** The bytes of a request. Those that are looked for stand in an array that is used again. */
    private static final class Raw {
        private byte[] bytes;
        private int length;
        private int hash;

        Raw(byte[] bytes) {
            this.bytes = bytes;
        }

        void read(ByteBuf read, CRC32C crc) {
            length = read.readableBytes();
            read.getBytes(read.readerIndex(), bytes, 0, length);
            crc.reset();
            crc.update(bytes, 0, length);
            hash = (int) crc.getValue();
        }

        Raw copy() {
            Raw copy = new Raw(Arrays.copyOf(bytes, length));
            copy.length = length;
            copy.hash = hash;
            return copy;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Raw raw
                    && hash == raw.hash
                    && Arrays.equals(bytes, 0, length, raw.bytes, 0, raw.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** What an event loop needs to look for a request. */
    private static final class Look {
        final Raw asked = new Raw(new byte[LONGEST_REQUEST]);
        private final CRC32C crc = new CRC32C();
        private final RecentHashes seen = new RecentHashes();
        private @Nullable IovArray vector;

        void read(ByteBuf bytes) {
            asked.read(bytes, crc);
        }

        /** Of a head and a body. Not to be had where sockets are not those of epoll. */
        IovArray vector() {
            if (vector == null) {
                vector = new IovArray(2);
            }
            return vector;
        }

        void release() {
            if (vector != null) {
                vector.release();
            }
        }

        /** Whether such a request has likely come before; from now on it has. */
        boolean hasCome() {
            return seen.add(asked.hash);
        }
    }

    /** @param head of the answer, as it was written; never changed */
    private record Known(ByteBuf head, Repeat repeat) {}

    private final Cache<Raw, Known> requests;
    private final Consumer<String> log;
    private final LongAdder answered = new LongAdder();
    private final FastThreadLocal<Look> looks = new FastThreadLocal<>() {
        @Override
        protected Look initialValue() {
            return new Look();
        }

        @Override
        protected void onRemoval(Look look) {
            look.release();
        }
    };

    /**
     * @param limit of what is remembered, roughly, in bytes; 0 for nothing
     * @param log is told of what should not have happened
     */
    public KnownRequests(long limit, Consumer<String> log) {
        this.log = log;
        this.requests = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(Math.min(MOST, limit))
                .<Raw, Known>weigher(
                        (raw, known) -> OVERHEAD + 2 * raw.length + known.head().readableBytes())
                .build();
    }

    /** How many requests have been answered so. */
    public long answered() {
        return answered.sum();
    }

    /** One connection, on which nothing is under way when it is asked. Belongs to its event loop. */
    public final class Asker {
        private @Nullable Learning learning;
        private @Nullable SocketWriter socket;
        private boolean isSocketSought;
        private boolean isUnflushed;

        /**
         * Whether these bytes are a request that came before, and is answered now.
         *
         * @param heads of requests that have been decoded so far
         */
        boolean isAnswered(ChannelHandlerContext watch, ByteBuf bytes, int heads) {
            Learning former = learning;
            if (former != null) {
                former.end(watch, heads);
                learning = null;
            }
            if (bytes.readableBytes() > LONGEST_REQUEST || !watch.channel().isWritable()) {
                return false;
            }
            long startNanos = System.nanoTime();
            Look look = looks.get();
            look.read(bytes);
            Known known = requests.getIfPresent(look.asked);
            if (known == null) {
                if (look.hasCome() && watch.pipeline().get(SslHandler.class) == null) {
                    learning = new Learning(look.asked.copy(), heads);
                    watch.pipeline().addAfter(watch.name(), null, learning);
                }
                return false;
            }
            ByteBuf body = next(known.repeat(), startNanos, look.asked);
            if (body == null) {
                if (known.repeat().isOver()) {
                    requests.invalidate(look.asked);
                }
                return false;
            }
            write(watch, look, known.head(), body);
            answered.increment();
            return true;
        }

        private void write(ChannelHandlerContext watch, Look look, ByteBuf head, ByteBuf body) {
            if (!isSocketSought) {
                isSocketSought = true;
                socket = SocketWriter.of(watch.channel()).orElse(null);
            }
            int sent = socket == null ? 0 : socket.send(head, body, look.vector());
            int ofBody = Math.max(0, sent - head.readableBytes());
            if (sent < head.readableBytes()) {
                watch.write(rest(head, sent), watch.voidPromise());
                isUnflushed = true;
            }
            if (ofBody < body.readableBytes()) {
                watch.write(rest(body, ofBody), watch.voidPromise());
                isUnflushed = true;
            }
        }

        private static ByteBuf rest(ByteBuf bytes, int sent) {
            return bytes.slice(bytes.readerIndex() + sent, bytes.readableBytes() - sent);
        }

        /** More has come before the answer: the bytes that came before are not a whole request, or not one alone. */
        void noteMore() {
            if (learning != null) {
                learning.isAlone = false;
            }
        }

        /** Everything has been read that has come so far. */
        void flush(ChannelHandlerContext watch) {
            if (isUnflushed) {
                isUnflushed = false;
                watch.flush();
            }
        }

        /** Whether it wants to know how the request is answered that came last. */
        public boolean isLearning() {
            return learning != null;
        }

        /** The request that came last has been answered with this body, and such requests may be answered so again. */
        public void learn(Repeat repeat, ByteBuf body) {
            if (learning != null) {
                learning.answered(repeat, body);
            }
        }
    }

    private @Nullable ByteBuf next(Repeat repeat, long startNanos, Raw asked) {
        try {
            return repeat.next(startNanos);
        } catch (Throwable thrown) {
            requests.invalidate(asked);
            log.accept("unexpected error while a request was answered that came before; it is read again: " + thrown);
            return null;
        }
    }

    /** Looks at what is written as the answer to one request. */
    private final class Learning extends ChannelOutboundHandlerAdapter {
        private final Raw raw;
        private final int heads;
        private boolean isAlone = true;
        private final ByteBuf written = Unpooled.buffer(1 << 10, LONGEST_HEAD);
        private long total;
        private @Nullable Known known;

        /** @param heads of requests that were decoded before this one */
        Learning(Raw raw, int heads) {
            this.raw = raw;
            this.heads = heads;
        }

        @Override
        public void write(ChannelHandlerContext here, Object message, ChannelPromise promise) {
            if (message instanceof ByteBuf bytes) {
                total += bytes.readableBytes();
                int length = Math.min(bytes.readableBytes(), written.maxWritableBytes());
                written.writeBytes(bytes, bytes.readerIndex(), length);
            } else {
                total = Long.MIN_VALUE;
            }
            here.write(message, promise);
        }

        void answered(Repeat repeat, ByteBuf body) {
            String start = written.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            int end = start.indexOf("\r\n\r\n") + 4;
            if (end < 4) {
                return;
            }
            boolean isWhole = total == end + body.readableBytes()
                    && written.slice(end, written.readableBytes() - end)
                            .equals(body.slice(
                                    body.readerIndex(), Math.min(body.readableBytes(), written.readableBytes() - end)));
            boolean goesOn =
                    !start.startsWith("http/1.1 1") && !start.substring(0, end).contains("\r\nconnection:");
            if (isWhole && goesOn) {
                ByteBuffer head = ByteBuffer.allocateDirect(end);
                written.getBytes(0, head);
                known = new Known(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(head.flip())), repeat);
            }
        }

        /** The next request has come: so the answer had an end, after which the connection went on. The bytes were one request if one head was decoded. */
        void end(ChannelHandlerContext watch, int headsNow) {
            watch.pipeline().remove(this);
            if (known != null && isAlone && headsNow == heads + 1) {
                requests.put(raw, known);
            }
        }
    }
}
