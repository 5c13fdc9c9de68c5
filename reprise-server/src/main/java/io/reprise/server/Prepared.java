package io.reprise.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.pace.Occasion;
import io.reprise.core.pace.Pace;
import io.reprise.core.pace.Schedule;
import io.reprise.core.pace.Timeline;
import io.reprise.core.store.Store;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A recorded response that is ready to be written: its bytes stand in one direct buffer that all replays share. */
final class Prepared {
    private record Paced(Pace pace, Schedule schedule) {}

    private final Store.Entry entry;
    private final int status;
    private final Headers headers;
    private final Buffer body;
    private final int[] ends;
    private final boolean isComplete;
    private final Timeline timeline;
    /** The latest schedule that can be used again. */
    private volatile @Nullable Paced paced;

    private final Optional<ApiFamily.TokenUsage> usage;

    private Prepared(Store.Entry entry, Response response, Buffer body, int[] ends) {
        this.entry = entry;
        this.status = response.status();
        this.headers = response.headers();
        this.body = body;
        this.ends = ends;
        Exchange exchange = entry.recording().exchange();
        ApiFamily family = ApiFamilies.of(exchange.request());
        this.usage = family.usage(response);
        this.timeline = Timeline.of(exchange, family);
        this.isComplete = response.ending() == Ending.COMPLETE;
    }

    static Prepared of(Store.Entry entry) {
        Response response = entry.recording().exchange().response();
        int chunks = response.chunks().size();
        int[] ends = new int[chunks];
        int size = 0;
        for (int i = 0; i < chunks; i++) {
            Chunk chunk = response.chunks().get(i);
            size += chunk.bytes().size();
            ends[i] = size;
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(size);
        response.chunks().forEach(chunk -> direct.put(chunk.bytes().buffer()));
        ByteBuf shared = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct.flip()));
        return new Prepared(entry, response, BufferInternal.buffer(shared), ends);
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

    /** Whether HTTP allows a body with this status. */
    boolean mayHaveBody() {
        return status >= 200 && status != 204 && status != 304;
    }

    /** When the chunks are due at that pace. What is the same each time is computed once. */
    Schedule schedule(Pace pace, Occasion occasion) {
        Paced known = paced;
        if (known != null && known.pace().equals(pace)) {
            return known.schedule();
        }
        Schedule schedule = pace.schedule(timeline, occasion);
        if (pace.isSameEachTime()) {
            paced = new Paced(pace, schedule);
        }
        return schedule;
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
