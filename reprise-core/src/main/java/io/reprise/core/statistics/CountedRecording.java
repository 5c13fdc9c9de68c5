package io.reprise.core.statistics;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.price.PriceTable;
import io.reprise.core.price.Tokens;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is counted of one recording.
 *
 * @param bytes of the answer
 * @param firstTokenMillis until the first text of a stream; empty if there is none, or the times are not known
 */
public record CountedRecording(
        Names names, FileFacts file, Optional<TokenUsage> usage, long bytes, OptionalLong firstTokenMillis) {
    /** What it is counted under. */
    public record Names(String test, String model, String family) {}

    /**
     * What is known of its file.
     *
     * @param bytes empty for stores without files
     * @param recordedAt its day or, where it says none, the time of the file
     */
    public record FileFacts(OptionalLong bytes, Optional<Instant> recordedAt) {
        public static final FileFacts UNKNOWN = new FileFacts(OptionalLong.empty(), Optional.empty());
    }

    /** Most streams begin to say something within so many chunks; all others are looked at further. */
    private static final int FIRST_LOOK = 4;

    /** Reads what is counted. */
    public static CountedRecording of(Store.Entry entry, PriceTable prices, FileFacts file) {
        Recording recording = entry.recording();
        ParsedRequest request = entry.question().parsed();
        Optional<ParsedConversation> conversation = ParsedConversation.of(request, recording.exchange());
        ParsedResponse response = entry.response();
        String model = conversation
                .flatMap(ParsedConversation::model)
                .or(request::model)
                .orElse("");
        String family = request.family().name();
        Optional<TokenUsage> usage = conversation.isPresent()
                ? conversation.get().usage()
                : request.family().usage(response);
        return new CountedRecording(
                new Names(recording.test().name(), model, family),
                file,
                usage.map(used -> prices.priced(new Tokens(family, model, recording.upstream(), used))),
                conversation.map(ParsedConversation::bytes).orElseGet(() -> bytes(response.response())),
                conversation.isPresent() ? OptionalLong.empty() : firstToken(request, response));
    }

    private static long bytes(Response response) {
        return response.chunks().stream()
                .mapToLong(chunk -> chunk.bytes().size())
                .sum();
    }

    private static OptionalLong firstToken(ParsedRequest request, ParsedResponse parsed) {
        Response response = parsed.response();
        List<Chunk> chunks = response.chunks();
        boolean hasTimes = !chunks.isEmpty() && chunks.get(chunks.size() - 1).at() > 0;
        if (!response.isStream() || !hasTimes) {
            return OptionalLong.empty();
        }
        OptionalLong first = OptionalLong.empty();
        for (int looked = Math.min(FIRST_LOOK, chunks.size());
                first.isEmpty();
                looked = Math.min(looked * 4, chunks.size())) {
            first = firstToken(request.family(), parsed.beginning(looked));
            if (looked == chunks.size()) {
                return first;
            }
        }
        return first;
    }

    private static OptionalLong firstToken(ApiFamily family, ParsedResponse beginning) {
        return family.texts(beginning).stream()
                .flatMap(text -> text.pieces().stream())
                .filter(piece -> !piece.text().isEmpty())
                .mapToLong(piece ->
                        beginning.response().chunks().get(piece.chunk()).at())
                .min();
    }
}
