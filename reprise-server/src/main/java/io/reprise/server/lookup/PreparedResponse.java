package io.reprise.server.lookup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.plan.MomentaryError;
import io.reprise.core.price.PriceTable;
import io.reprise.core.price.Tokens;
import io.reprise.core.replay.fresh.FreshIds;
import io.reprise.core.replay.pace.LargeTimeline;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Schedule;
import io.reprise.core.replay.pace.Timeline;
import io.reprise.core.store.Store;
import io.reprise.server.request.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A recorded response that is ready to be written: its bytes stand in one direct buffer that all replays share. Of one that is too large to be in
 * memory, only the head is there, and {@link #large} reads the chunks.
 */
public final class PreparedResponse {
    private static final byte[] LINE_END = {'\r', '\n'};

    /**
     * What all replays of a recording have in common.
     *
     * @param freshIds the places of ids and times; empty where all replays have those of the recording
     * @param large where the response has only the first and the last chunks
     */
    private record Source(
            Store.Entry entry,
            Optional<ApiFamily.TokenUsage> usage,
            CachedSchedule schedule,
            Optional<FreshIds> freshIds,
            Optional<Large> large) {}

    private record Large(LargeAnswer answer, LargeTimeline timeline) {}

    private final Source source;
    private final Response response;
    private final ResponseHead head;
    private final ByteBuf body;
    private final int[] ends;
    private volatile @Nullable Framed framed;

    /** The chunks in the chunked coding of HTTP/1.1 (RFC 9112, 7.1), each as one of its chunks; to be written, never changed. */
    public static final class Framed {
        private final ByteBuf bytes;
        private final int[] ends;

        private Framed(ByteBuf bytes, int[] ends) {
            this.bytes = bytes;
            this.ends = ends;
        }

        /** @param allocation makes the buffer for so many bytes */
        public static Framed of(List<Chunk> chunks, IntFunction<ByteBuffer> allocation) {
            byte[][] heads = new byte[chunks.size()][];
            int[] ends = new int[chunks.size()];
            int total = 0;
            for (int i = 0; i < ends.length; i++) {
                int length = chunks.get(i).bytes().size();
                heads[i] = length == 0
                        ? new byte[0] // a chunk of no bytes would be the last
                        : (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                total += length == 0 ? 0 : heads[i].length + length + LINE_END.length;
                ends[i] = total;
            }
            ByteBuffer buffer = allocation.apply(total);
            for (int i = 0; i < ends.length; i++) {
                if (heads[i].length > 0) {
                    buffer.put(heads[i]).put(chunks.get(i).bytes().buffer()).put(LINE_END);
                }
            }
            return new Framed(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(buffer.flip())), ends);
        }

        public ByteBuf bytes() {
            return bytes;
        }

        /** Where a chunk begins; for the number of all chunks, where the last one ends. */
        public int start(int chunk) {
            return chunk == 0 ? 0 : ends[chunk - 1];
        }
    }

    private PreparedResponse(Source source, Response response, ByteBuf body) {
        this.source = source;
        this.response = response;
        this.body = body;
        this.ends = new int[response.chunks().size()];
        int size = 0;
        for (int i = 0; i < ends.length; i++) {
            size += response.chunks().get(i).bytes().size();
            ends[i] = size;
        }
        this.head = head(source.entry().question().request().method());
    }

    /** A body that is no stream announces its length, at whatever pace it comes. */
    private ResponseHead head(String method) {
        Headers headers = response.headers().ofAnswerTo(method); // may be edited by hand
        boolean hasLength =
                response.ending().isClean() && !response.isStream() && Response.mayHaveBody(method, response.status());
        return new ResponseHead(
                response.status(), hasLength ? headers.plus("content-length", String.valueOf(size())) : headers);
    }

    /** Whether it is an error after which clients try again. */
    public boolean isRetried() {
        return MomentaryError.is(response);
    }

    /** Reads the whole response: not for event loops. */
    public static PreparedResponse of(Store.Entry entry, CacheSettings settings) {
        Response response = entry.recording().exchange().response();
        ParsedExchange exchange = ParsedExchange.of(entry.question().parsed(), response);
        ApiFamily family = exchange.family();
        Optional<FreshIds> freshIds = settings.ids() == CacheSettings.Ids.FRESH
                ? Optional.of(FreshIds.of(response, family))
                : Optional.empty();
        CachedSchedule schedule = new CachedSchedule(Timeline.of(exchange));
        return new PreparedResponse(
                new Source(
                        entry, saved(entry, exchange, settings.prices()), schedule, freshIds, large(entry, exchange)),
                response,
                entry.large().isPresent() ? Unpooled.EMPTY_BUFFER : shared(response.chunks()));
    }

    private static Optional<Large> large(Store.Entry entry, ParsedExchange excerpt) {
        return entry.large().map(answer -> new Large(answer, new LargeTimeline(excerpt, answer)));
    }

    /** The same with all chunks of a large answer: not for event loops, and only where there is memory for it. */
    public PreparedResponse inMemory() {
        if (large().isEmpty()) {
            return this;
        }
        List<Chunk> chunks = new ArrayList<>();
        try (LargeAnswer.Pieces pieces = large().get().open()) {
            for (Optional<Chunk> next = pieces.next(); next.isPresent(); next = pieces.next()) {
                chunks.add(next.get());
            }
        }
        Response all = response.withChunks(response.isStream() ? chunks : List.of(joined(chunks)));
        ParsedExchange exchange = ParsedExchange.of(entry().question().parsed(), all);
        CachedSchedule schedule = new CachedSchedule(Timeline.of(exchange));
        Source whole = new Source(entry(), usage(), schedule, freshIds(), Optional.empty());
        return new PreparedResponse(whole, all, Unpooled.EMPTY_BUFFER);
    }

    private static Chunk joined(List<Chunk> pieces) {
        return new Chunk(
                pieces.get(0).at(),
                Bytes.concat(pieces.stream().map(Chunk::bytes).toList()));
    }

    /** Whatever an answer says of its tokens, it is replayed. */
    private static Optional<ApiFamily.TokenUsage> saved(Store.Entry entry, ParsedExchange exchange, PriceTable prices) {
        try {
            String model = exchange.request().model().orElse("");
            return exchange.family()
                    .usage(exchange.response())
                    .map(usage -> prices.priced(new Tokens(
                            exchange.family().name(), model, entry.recording().upstream(), usage)));
        } catch (RuntimeException unforeseen) {
            return Optional.empty();
        }
    }

    private static ByteBuf shared(List<Chunk> chunks) {
        int size = chunks.stream().mapToInt(chunk -> chunk.bytes().size()).sum();
        ByteBuffer direct = ByteBuffer.allocateDirect(size);
        chunks.forEach(chunk -> direct.put(chunk.bytes().buffer()));
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct.flip()));
    }

    /** What one replay says in the place of the recorded response, with as many chunks. */
    public PreparedResponse with(Response other) {
        return new PreparedResponse(
                source, other, Unpooled.wrappedBuffer(other.body().buffer()));
    }

    /** The places of ids and times; empty where all replays have those of the recording. */
    public Optional<FreshIds> freshIds() {
        return source.freshIds();
    }

    public Store.Entry entry() {
        return source.entry();
    }

    /** Whether the answer is a WebSocket conversation, which has no body. */
    public boolean isSocket() {
        return entry().recording().exchange().socket().isPresent();
    }

    public Response response() {
        return response;
    }

    public ResponseHead head() {
        return head;
    }

    /** All chunks, joined. To be written, never changed. */
    public ByteBuf body() {
        return body;
    }

    /** All chunks, where they are too large to be in memory: then body, slices, schedule and framed chunks are of no use. */
    public Optional<LargeAnswer> large() {
        return source.large().map(Large::answer);
    }

    /** The due times of one replay of a large answer. Not for event loops. */
    public LargeTimeline.DueTimes dueTimes(Pace pace, Occasion occasion) {
        return source.large().orElseThrow().timeline().times(pace, occasion);
    }

    /** The tokens that a replay saves. */
    public Optional<ApiFamily.TokenUsage> usage() {
        return source.usage();
    }

    public Schedule schedule(Pace pace, Occasion occasion) {
        return source.schedule().of(pace, occasion);
    }

    public Ending ending() {
        return response.ending();
    }

    public int chunks() {
        Optional<LargeAnswer> large = large();
        return large.isPresent() ? large.get().chunks() : ends.length;
    }

    /** The bytes of the chunks from {@code from} to {@code to} (exclusive), which share memory with the body. */
    public ByteBuf slice(int from, int to) {
        int start = from == 0 ? 0 : ends[from - 1];
        return body.slice(start, ends[to - 1] - start);
    }

    /** Made when it is asked for first. */
    public Framed framed() {
        Framed made = framed;
        if (made == null) {
            made = Framed.of(response.chunks(), ByteBuffer::allocateDirect);
            framed = made;
        }
        return made;
    }

    /** In bytes. */
    public long size() {
        Optional<LargeAnswer> large = large();
        return large.isPresent() ? large.get().size() : sizeInMemory();
    }

    /** In bytes. */
    int sizeInMemory() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }
}
