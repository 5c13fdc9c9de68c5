package io.reprise.core.family.part;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.token.TokenDetails;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.json.Json;
import io.reprise.core.json.Json.JsonNumber;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers the numbers of tokens that the chunks of an answer name. The last number counts, because some grow. */
public final class TokenCounts {
    private static final long MOST = 1_000_000_000_000L;
    /** Recordings that were made stable have 0 or 1. */
    private static final long LEAST_SECONDS = 1_400_000_000L;

    private static final long MOST_SECONDS = 100_000_000_000L;

    private Optional<Long> input = Optional.empty();
    /** Of the request, beside those of the cache. */
    private Optional<Long> fresh = Optional.empty();

    private Optional<Long> output = Optional.empty();
    private final Map<TokenKind, Long> details = new EnumMap<>(TokenKind.class);
    private Optional<UsDollars> cost = Optional.empty();
    private String tier = "";
    private Optional<Instant> at = Optional.empty();

    /** Finds the counts in the JSON of one chunk. */
    public interface Finder {
        void find(Json payload, TokenCounts counts);
    }

    private TokenCounts() {}

    /** @param member that chunks with counts have; others are not parsed */
    public static Optional<TokenUsage> of(ParsedResponse response, String member, Finder finder) {
        TokenCounts counts = new TokenCounts();
        Bytes name = Bytes.utf8(member);
        List<Chunk> chunks = response.response().chunks();
        for (int i = 0; i < chunks.size(); i++) {
            if (response.response().format().content(chunks.get(i).bytes()).contains(name)) {
                response.values(i).forEach(payload -> finder.find(payload, counts));
            }
        }
        return counts.usage();
    }

    /** The counts of one payload. */
    public static Optional<TokenUsage> of(Json payload, Finder finder) {
        TokenCounts counts = new TokenCounts();
        finder.find(payload, counts);
        return counts.usage();
    }

    private Optional<TokenUsage> usage() {
        return input.isEmpty() && output.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TokenUsage(input.orElse(0L), output.orElse(0L), new TokenDetails(details, cost, tier, at)));
    }

    /** Notes the sum of the members of {@code usage} that count tokens of the request, if it has any. */
    public TokenCounts input(Json usage, String... members) {
        input = sum(usage, members).or(() -> input);
        return this;
    }

    /**
     * Notes the number of tokens of the request where it is without those of the cache, which are noted before. What the cache gave and took
     * was read as well. Where there is no number, the earlier one counts.
     */
    public TokenCounts inputBesideCache(Optional<Json> number) {
        fresh = number.flatMap(TokenCounts::count).or(() -> fresh);
        input = fresh.map(count ->
                        count + of(TokenKind.CACHED_INPUT) + of(TokenKind.CACHE_WRITE) + of(TokenKind.CACHE_WRITE_HOUR))
                .or(() -> input);
        return this;
    }

    /** Whether a number of tokens of the request is noted. */
    public boolean hasInput() {
        return input.isPresent();
    }

    /** Notes the sum of the members of {@code usage} that count tokens of the answer, if it has any. */
    public TokenCounts output(Json usage, String... members) {
        output = sum(usage, members).or(() -> output);
        return this;
    }

    /** Notes the number of tokens of a kind, if it is one. */
    public TokenCounts detail(TokenKind kind, Optional<Json> number) {
        number.flatMap(TokenCounts::count).ifPresent(count -> details.put(kind, count));
        return this;
    }

    /**
     * Notes the tokens that were written to a cache, each once: only some of the chunks of an answer may tell for how long it keeps them.
     *
     * @param all of both kinds
     * @param usual those of {@link TokenKind#CACHE_WRITE}
     * @param hour those of {@link TokenKind#CACHE_WRITE_HOUR}; where this is empty, what was noted before counts
     */
    public TokenCounts written(Optional<Json> all, Optional<Json> usual, Optional<Json> hour) {
        detail(TokenKind.CACHE_WRITE_HOUR, hour);
        Optional<Long> rest =
                all.flatMap(TokenCounts::count).map(count -> Math.max(0, count - of(TokenKind.CACHE_WRITE_HOUR)));
        usual.flatMap(TokenCounts::count).or(() -> rest).ifPresent(count -> details.put(TokenKind.CACHE_WRITE, count));
        return this;
    }

    /**
     * Notes tokens of sound, each once.
     *
     * @param all of the request, also those read from a cache
     * @param cached those read from a cache; where this is empty, as many as there can be, after {@link TokenKind#CACHED_INPUT} is noted
     */
    public TokenCounts sound(Optional<Json> all, Optional<Json> cached) {
        all.flatMap(TokenCounts::count).ifPresent(count -> {
            long most = Math.min(count, of(TokenKind.CACHED_INPUT));
            long read = cached.flatMap(TokenCounts::count).orElse(most);
            details.remove(TokenKind.CACHED_AUDIO_INPUT);
            if (read > 0) {
                details.put(TokenKind.CACHED_AUDIO_INPUT, read);
            }
            details.put(TokenKind.AUDIO_INPUT, Math.max(0, count - read));
        });
        return this;
    }

    private long of(TokenKind kind) {
        return details.getOrDefault(kind, 0L);
    }

    /** Notes what the answer cost, if it is an amount in US dollars. */
    public TokenCounts cost(Optional<Json> dollars) {
        cost = dollars.flatMap(TokenCounts::amount).or(() -> cost);
        return this;
    }

    /** Notes the service tier, unless it is one of the {@code usual} ones. */
    public TokenCounts tier(String name, Set<String> usual) {
        tier = name.isEmpty() || usual.contains(name) ? tier : name;
        return this;
    }

    /** Notes when the answer was made, if it is a number of seconds since 1970. */
    public TokenCounts at(Optional<Json> seconds) {
        at = seconds.flatMap(TokenCounts::count)
                .filter(count -> count >= LEAST_SECONDS && count < MOST_SECONDS)
                .map(Instant::ofEpochSecond)
                .or(() -> at);
        return this;
    }

    private static Optional<UsDollars> amount(Json value) {
        try {
            return value instanceof JsonNumber number
                    ? Optional.of(UsDollars.of(new BigDecimal(number.spelling())))
                    : Optional.empty();
        } catch (IllegalArgumentException noAmount) {
            return Optional.empty();
        }
    }

    private static Optional<Long> sum(Json usage, String... members) {
        Optional<Long> sum = Optional.empty();
        for (String member : members) {
            Optional<Long> count = usage.get(member).flatMap(TokenCounts::count);
            sum = count.isEmpty() ? sum : Optional.of(count.get() + sum.orElse(0L));
        }
        return sum;
    }

    /** A number of tokens; empty if it is none, or more than there can be. */
    public static Optional<Long> count(Json value) {
        try {
            return value instanceof JsonNumber number
                    ? Optional.of(Long.parseLong(number.spelling())).filter(count -> count >= 0 && count <= MOST)
                    : Optional.empty();
        } catch (NumberFormatException noCount) {
            return Optional.empty();
        }
    }
}
