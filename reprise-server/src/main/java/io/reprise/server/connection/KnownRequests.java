package io.reprise.server.connection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.IovArray;
import io.netty.util.concurrent.FastThreadLocal;
import io.reprise.server.network.ChunkReceiver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    static final int LONGEST_REQUEST = 16 << 10;

    /** RFC 9112, 7.1: the last chunk, without trailers. */
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** What an entry takes besides its bytes, roughly: the question. In bytes. */
    private static final int OVERHEAD = 2_048;

    /** Answers a request that came before. */
    public interface Repeat {
        /**
         * Answers it, which is noted, with one method of {@code client}; false if the request must be decoded, and then nothing has been changed.
         *
         * @param startNanos when the request was read, by {@link System#nanoTime}
         */
        boolean answer(long startNanos, Client client);

        /** What the head of the answer says if all is well. */
        Shape shape();

        /** Whether {@link #answer} returns false from now on, so that the answer has to be learned anew. */
        boolean isOver();
    }

    /**
     * What tells the head of a recorded answer from others, such as that of an error.
     *
     * @param length of the body, in bytes; -1 if it comes in chunks
     */
    public record Shape(int status, long length) {}

    /** Who has sent a request that came before. The head of the answer is the one that was written then. */
    public interface Client {
        /** Sends the whole body. */
        void respond(ByteBuf body);

        /** Begins an answer of several pieces. */
        Stream stream();
    }

    /** An answer of several pieces. */
    public interface Stream extends ChunkReceiver {
        /** When the first bytes of the body were sent, by {@link System#nanoTime}; 0 if none were. */
        long firstBytesNanos();

        /** Ends the answer as HTTP provides for. */
        void end();

        /** Ends an answer of which the rest cannot be had: with status 500, or by closing the connection where it has begun. Nothing happens where it has ended. */
        void fail();
    }

    /** What an event loop needs to look for a request. */
    static final class Look {
        final RawRequest asked = new RawRequest(new byte[LONGEST_REQUEST]);
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
            return seen.add(asked.hash());
        }
    }

    private final Cache<RawRequest, KnownAnswer> requests;
    private final Consumer<String> log;
    private final LongAdder answered = new LongAdder();
    private final ByteBuf lastChunk = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(
            ByteBuffer.allocateDirect(LAST_CHUNK.length).put(LAST_CHUNK).flip()));
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
                .<RawRequest, KnownAnswer>weigher((raw, known) ->
                        OVERHEAD + 2 * raw.length() + known.head().readableBytes())
                .build();
    }

    /** How many requests have been answered so. */
    public long answered() {
        return answered.sum();
    }

    /** What this event loop looks with. */
    Look look() {
        return looks.get();
    }

    /** How such a request is answered; null if that is not known. */
    @Nullable KnownAnswer get(RawRequest request) {
        return requests.getIfPresent(request);
    }

    void put(RawRequest request, KnownAnswer answer) {
        requests.put(request, answer);
    }

    void forget(RawRequest request) {
        requests.invalidate(request);
    }

    void countAnswered() {
        answered.increment();
    }

    /** Tells people of what should not have happened. */
    void say(String line) {
        log.accept(line);
    }

    /** What ends a body in the chunked coding. Never changed. */
    ByteBuf lastChunk() {
        return lastChunk;
    }
}
