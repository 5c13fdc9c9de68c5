package io.reprise.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.store.Store;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A recorded response that is ready to be written: its bytes stand in one direct buffer that all replays share. */
final class Prepared {
    private final Store.Entry entry;
    private final int status;
    private final Headers headers;
    private final Buffer body;
    private final long[] at;
    private final int[] ends;
    private final boolean isComplete;
    private final Optional<ApiFamily.TokenUsage> usage;

    private Prepared(Store.Entry entry, Response response, Buffer body, long[] at, int[] ends) {
        this.entry = entry;
        this.status = response.status();
        this.headers = response.headers();
        this.body = body;
        this.at = at;
        this.ends = ends;
        this.usage = ApiFamilies.of(entry.recording().exchange().request()).usage(response);
        this.isComplete = response.ending() == Ending.COMPLETE;
    }

    static Prepared of(Store.Entry entry) {
        Response response = entry.recording().exchange().response();
        int chunks = response.chunks().size();
        long[] at = new long[chunks];
        int[] ends = new int[chunks];
        int size = 0;
        for (int i = 0; i < chunks; i++) {
            Chunk chunk = response.chunks().get(i);
            size += chunk.bytes().size();
            at[i] = chunk.at();
            ends[i] = size;
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(size);
        response.chunks().forEach(chunk -> direct.put(chunk.bytes().buffer()));
        ByteBuf shared = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct.flip()));
        return new Prepared(entry, response, BufferInternal.buffer(shared), at, ends);
    }

    Store.Entry entry() {
        return entry;
    }

    int status() {
        return status;
    }

    Headers headers() {
        return headers;
    }

    /** All chunks, joined. To be written, never changed. */
    Buffer body() {
        return body;
    }

    /** The tokens that a replay saves. */
    Optional<ApiFamily.TokenUsage> usage() {
        return usage;
    }

    boolean isComplete() {
        return isComplete;
    }

    int chunks() {
        return ends.length;
    }

    /** When the chunk of that index had arrived, in milliseconds after the head. */
    long at(int chunk) {
        return at[chunk];
    }

    /** The bytes of the chunks from {@code from} to {@code to} (exclusive), which share memory with the body. */
    Buffer slice(int from, int to) {
        return body.slice(from == 0 ? 0 : ends[from - 1], ends[to - 1]);
    }

    /** In bytes. */
    int size() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }
}
