package io.reprise.core.replay.pace;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * When the chunks of an answer came. Times are milliseconds after the request.
 *
 * @param firstToken the first chunk with text, by the rules of docs/pace.md
 * @param gaps between one chunk and the next
 * @param rate tokens per second after the first, as {@code tps} of docs/pace.md
 */
public record StreamTiming(
        OptionalLong firstChunk, OptionalLong firstToken, OptionalLong lastChunk, int chunks, Gaps gaps, Rate rate) {
    /** Most streams begin to say something within so many chunks; all others are looked at further. */
    private static final int FIRST_LOOK = 4;

    /** Half of the gaps are at most {@code p50}, 95 of 100 at most {@code p95}; nothing for fewer than two chunks. */
    public record Gaps(OptionalLong p50, OptionalLong p95, OptionalLong max) {}

    /** @param areCounted by the answer; otherwise each chunk with text counts as one */
    public record Rate(OptionalDouble perSecond, boolean areCounted) {}

    public static StreamTiming of(ParsedExchange exchange) {
        List<Chunk> chunks = exchange.response().response().chunks();
        Tokens tokens = Tokens.count(exchange);
        int first = -1;
        int last = -1;
        long counted = 0;
        for (int i = 0; i < chunks.size(); i++) {
            if (tokens.of(i) > 0) {
                first = first < 0 ? i : first;
                last = i;
                counted += tokens.of(i);
            }
        }
        Optional<TokenUsage> usage = exchange.family().usage(exchange.response());
        boolean areCounted = usage.filter(used -> used.output() > 0).isPresent();
        long all = areCounted ? usage.get().output() : counted;
        return new StreamTiming(
                at(chunks, chunks.isEmpty() ? -1 : 0),
                at(chunks, first),
                at(chunks, chunks.size() - 1),
                chunks.size(),
                gaps(chunks.stream().mapToLong(Chunk::at).toArray()),
                new Rate(rate(all, at(chunks, first), at(chunks, last)), areCounted));
    }

    /** As {@link #firstToken()} says it, without all else. */
    public static OptionalLong firstToken(ParsedExchange exchange) {
        Response response = exchange.response().response();
        for (int looked = FIRST_LOOK;
                response.isStream() && looked < response.chunks().size();
                looked *= 4) {
            OptionalLong first = firstOf(
                    new ParsedExchange(exchange.request(), exchange.response().beginning(looked)));
            if (first.isPresent()) {
                return first;
            }
        }
        return firstOf(exchange);
    }

    private static OptionalLong firstOf(ParsedExchange exchange) {
        List<Chunk> chunks = exchange.response().response().chunks();
        long[] tokens = Tokens.perChunk(exchange);
        int first = 0;
        while (first < chunks.size() && tokens[first] == 0) {
            first++;
        }
        return at(chunks, first == chunks.size() ? -1 : first);
    }

    /** Of what came at these times, of which nothing is known. */
    public static StreamTiming of(long... times) {
        OptionalLong first = times.length == 0 ? OptionalLong.empty() : OptionalLong.of(times[0]);
        OptionalLong last = times.length == 0 ? OptionalLong.empty() : OptionalLong.of(times[times.length - 1]);
        return new StreamTiming(first, first, last, times.length, gaps(times), new Rate(OptionalDouble.empty(), false));
    }

    private static OptionalLong at(List<Chunk> chunks, int index) {
        return index < 0
                ? OptionalLong.empty()
                : OptionalLong.of(chunks.get(index).at());
    }

    /** Times in a file that was edited by hand may be out of order; then a gap is 0. */
    private static Gaps gaps(long[] times) {
        if (times.length < 2) {
            return new Gaps(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
        }
        long[] gaps = new long[times.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = Math.max(0, times[i + 1] - times[i]);
        }
        Arrays.sort(gaps);
        return new Gaps(percentile(gaps, 50), percentile(gaps, 95), percentile(gaps, 100));
    }

    private static OptionalLong percentile(long[] sorted, int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return OptionalLong.of(sorted[Math.max(0, rank - 1)]);
    }

    private static OptionalDouble rate(long tokens, OptionalLong first, OptionalLong last) {
        long milliseconds = last.orElse(0) - first.orElse(0);
        return tokens > 1 && milliseconds > 0
                ? OptionalDouble.of((tokens - 1) * 1000.0 / milliseconds)
                : OptionalDouble.empty();
    }

    /** The members that docs/control-api.md describes. */
    public Json toJson() {
        return members(new JsonObjectBuilder()).done();
    }

    /** Adds the members to an object. */
    public JsonObjectBuilder members(JsonObjectBuilder object) {
        return object.with("first_chunk_ms", number(firstChunk))
                .with("first_token_ms", number(firstToken))
                .with("last_chunk_ms", number(lastChunk))
                .with("chunks", chunks)
                .with("gap_p50_ms", number(gaps.p50()))
                .with("gap_p95_ms", number(gaps.p95()))
                .with("gap_max_ms", number(gaps.max()))
                .with(
                        "tokens_per_second",
                        rate.perSecond().isPresent()
                                ? new Json.JsonNumber(String.valueOf(
                                        Math.round(rate.perSecond().getAsDouble() * 10) / 10.0))
                                : Json.NULL)
                .with("tokens_are", rate.areCounted() ? "counted" : "chunks");
    }

    private static Json number(OptionalLong value) {
        return value.isEmpty() ? Json.NULL : new Json.JsonNumber(String.valueOf(value.getAsLong()));
    }
}
