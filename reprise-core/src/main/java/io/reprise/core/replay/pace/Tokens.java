package io.reprise.core.replay.pace;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.ChannelText;
import io.reprise.core.family.ApiFamily.Piece;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Counts the tokens in each chunk of an answer and in its prompt. docs/pace.md has the rules; they use the texts of an
 * answer, because there is no tokenizer.
 */
final class Tokens {
    private static final int BYTES_PER_TOKEN = 4;
    /** Above this ratio of tokens to chunks with text, each chunk has several tokens. */
    private static final double SEVERAL = 1.5;
    /** A string without a space that is longer is an image or a file, which costs a model far less than its letters. */
    private static final int LONGEST_WORD = 1_000;

    private final boolean isGenerated;
    private final long prompt;
    private final long[] perChunk;

    private Tokens(boolean isGenerated, long prompt, long[] perChunk) {
        this.isGenerated = isGenerated;
        this.prompt = prompt;
        this.perChunk = perChunk;
    }

    static Tokens count(ParsedExchange exchange) {
        int chunks = exchange.response().response().chunks().size();
        if (!isGenerated(exchange)) {
            return new Tokens(false, 0, new long[chunks]);
        }
        Optional<TokenUsage> usage = exchange.family().usage(exchange.response());
        long prompt = usage.map(TokenUsage::input)
                .filter(input -> input > 0)
                .orElseGet(() -> promptTokens(exchange.request()));
        return new Tokens(true, prompt, perChunk(exchange, usage));
    }

    /** Those of each chunk, without those of the prompt. */
    static long[] perChunk(ParsedExchange exchange) {
        return isGenerated(exchange)
                ? perChunk(exchange, exchange.family().usage(exchange.response()))
                : new long[exchange.response().response().chunks().size()];
    }

    /** @param excerpt with the first and the last chunks, among which is the one that has the usage */
    static OfLarge ofLarge(ParsedExchange excerpt) {
        Optional<TokenUsage> usage = excerpt.family().usage(excerpt.response());
        long prompt = usage.map(TokenUsage::input)
                .filter(input -> input > 0)
                .orElseGet(() -> promptTokens(excerpt.request()));
        return new OfLarge(excerpt, usage, prompt, false);
    }

    /**
     * Counts tokens of an answer that is not in memory, some chunks at a time.
     *
     * @param areSeveral whether a chunk with text has several tokens
     */
    record OfLarge(ParsedExchange excerpt, Optional<TokenUsage> usage, long prompt, boolean areSeveral) {
        boolean isGenerated() {
            return Tokens.isGenerated(excerpt);
        }

        private boolean isStream() {
            return excerpt.response().response().isStream();
        }

        /** Whether {@link #with} needs the number of all chunks with text. */
        boolean countsChunks() {
            return isGenerated() && isStream() && usage.isPresent();
        }

        OfLarge with(long chunksWithText) {
            boolean isMore = usage.filter(used -> used.output() > SEVERAL * chunksWithText)
                    .isPresent();
            return new OfLarge(excerpt, usage, prompt, isMore);
        }

        long withText(List<Chunk> chunks) {
            return Arrays.stream(textBytes(chunks)).filter(bytes -> bytes > 0).count();
        }

        /** A body that is no stream comes after the time of its first piece. */
        long[] of(List<Chunk> chunks) {
            return isStream() ? perChunk(textBytes(chunks), areSeveral) : new long[chunks.size()];
        }

        private long[] textBytes(List<Chunk> chunks) {
            return Tokens.textBytes(
                    excerpt.family(),
                    new ParsedResponse(excerpt.response().response().withChunks(chunks)));
        }
    }

    private static boolean isGenerated(ParsedExchange exchange) {
        Response response = exchange.response().response();
        return response.status() < 400
                && !exchange.request().request().method().equals("GET")
                && !exchange.family().isModelList()
                && !response.chunks().isEmpty();
    }

    private static long[] perChunk(ParsedExchange exchange, Optional<TokenUsage> usage) {
        long[] textBytes = textBytes(exchange.family(), exchange.response());
        return exchange.response().response().isStream() ? ofStream(textBytes, usage) : ofWhole(textBytes, usage);
    }

    private static long[] textBytes(ApiFamily family, ParsedResponse response) {
        long[] bytes = new long[response.response().chunks().size()];
        for (ChannelText channel : family.texts(response)) {
            for (Piece piece : channel.pieces()) {
                bytes[piece.chunk()] += piece.text().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return bytes;
    }

    private static long[] ofStream(long[] textBytes, Optional<TokenUsage> usage) {
        long withText = Arrays.stream(textBytes).filter(bytes -> bytes > 0).count();
        return perChunk(
                textBytes,
                usage.filter(used -> used.output() > SEVERAL * withText).isPresent());
    }

    private static long[] perChunk(long[] textBytes, boolean areSeveral) {
        return Arrays.stream(textBytes)
                .map(bytes -> bytes == 0 ? 0 : areSeveral ? tokens(bytes) : 1)
                .toArray();
    }

    private static long[] ofWhole(long[] textBytes, Optional<TokenUsage> usage) {
        long bytes = Arrays.stream(textBytes).sum();
        long[] perChunk = new long[textBytes.length];
        perChunk[0] = usage.isPresent() ? usage.get().output() : bytes == 0 ? 0 : tokens(bytes);
        return perChunk;
    }

    private static long tokens(long bytes) {
        return Math.max(1, (bytes + BYTES_PER_TOKEN / 2) / BYTES_PER_TOKEN);
    }

    /** A quarter of the number of letters in the strings of the request. */
    private static long promptTokens(ParsedRequest request) {
        Bytes body = request.request().body();
        long bytes = request.json()
                .map(Tokens::textBytes)
                .or(() -> body.decode().map(text -> (long) body.size()))
                .orElse(0L);
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    private static long textBytes(Json json) {
        long bytes = 0;
        Deque<Json> rest = new ArrayDeque<>(List.of(json));
        while (!rest.isEmpty()) {
            Json next = rest.pop();
            bytes += next.string()
                    .filter(Tokens::isText)
                    .map(string -> string.getBytes(StandardCharsets.UTF_8).length)
                    .orElse(0);
            next.items().forEach(rest::push);
            next.members().forEach(member -> rest.push(member.value()));
        }
        return bytes;
    }

    private static boolean isText(String string) {
        return !string.startsWith("data:") && (string.length() <= LONGEST_WORD || string.indexOf(' ') >= 0);
    }

    /** Whether a model generated the answer; false for errors and for answers that are only looked up. */
    boolean isGenerated() {
        return isGenerated;
    }

    long prompt() {
        return prompt;
    }

    int chunks() {
        return perChunk.length;
    }

    long of(int chunk) {
        return perChunk[chunk];
    }
}
