package io.reprise.core.store;

import io.reprise.core.conversation.AnswerPreview;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.key.Key;
import io.reprise.core.price.PriceTable;
import io.reprise.core.price.Tokens;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One recording in a list, for people and programs: {@code reprise list} and the control API show the same.
 *
 * @param recordedAt as {@link Store.Entry#recordedAt} says it
 */
public record RecordingSummary(Identity identity, Asked asked, Answered answered, Optional<Instant> recordedAt) {
    /**
     * What distinguishes it from all others.
     *
     * @param location as {@link Store.Entry#location} says it
     * @param upstream may be empty
     */
    public record Identity(String location, TestId test, Key key, int occurrence, String upstream) {}

    /**
     * The request.
     *
     * @param model empty if it names none
     * @param title what its user asked at last, in one line; may be empty
     */
    public record Asked(String method, String path, String model, String title) {}

    /**
     * The response.
     *
     * @param chunks of a conversation, the messages of both sides
     * @param beginning what it says, in brief; may be empty
     */
    public record Answered(int status, int chunks, long bytes, String beginning, Optional<TokenUsage> usage) {
        private Answered priced(UnaryOperator<TokenUsage> prices) {
            return new Answered(status, chunks, bytes, beginning, usage.map(prices));
        }
    }

    /** A summary in which what has no price of its own has none. */
    public static RecordingSummary of(Store.Entry entry) {
        return of(entry, PriceTable.EMPTY);
    }

    /** @param prices by which it is known what an answer cost */
    public static RecordingSummary of(Store.Entry entry, PriceTable prices) {
        return new RecordingFacts(entry).summary(prices);
    }

    static RecordingSummary of(RecordingFacts facts, PriceTable prices) {
        Store.Entry entry = facts.entry();
        Recording recording = entry.recording();
        ParsedRequest request = facts.request();
        Optional<ParsedConversation> conversation = facts.conversation();
        String model = conversation
                .flatMap(ParsedConversation::model)
                .or(request::model)
                .orElse("");
        UnaryOperator<TokenUsage> priced =
                usage -> prices.priced(new Tokens(request.family().name(), model, recording.upstream(), usage));
        return new RecordingSummary(
                new Identity(
                        entry.location(),
                        recording.test(),
                        entry.question().key(),
                        recording.occurrence(),
                        recording.upstream()),
                new Asked(request.request().method(), request.request().path(), model, facts.heading()),
                conversation
                        .map(RecordingSummary::answered)
                        .orElseGet(() -> answered(facts))
                        .priced(priced),
                entry.recordedAt());
    }

    private static Answered answered(RecordingFacts facts) {
        Response response = facts.response().response();
        long bytes = 0;
        for (Chunk chunk : response.chunks()) {
            bytes += chunk.bytes().size();
        }
        return new Answered(
                response.status(),
                response.chunks().size(),
                bytes,
                AnswerPreview.of(facts.answered()),
                facts.request().family().usage(facts.response()));
    }

    private static Answered answered(ParsedConversation conversation) {
        return new Answered(
                Exchange.SWITCHING_PROTOCOLS,
                conversation.conversation().messages().size(),
                conversation.bytes(),
                conversation.answered(),
                conversation.usage());
    }

    /** The same with other words, such as those without credentials. */
    public RecordingSummary with(UnaryOperator<String> words) {
        return new RecordingSummary(
                new Identity(
                        words.apply(identity.location()),
                        new TestId(words.apply(identity.test().name())),
                        identity.key(),
                        identity.occurrence(),
                        words.apply(identity.upstream())),
                new Asked(
                        words.apply(asked.method()),
                        words.apply(asked.path()),
                        words.apply(asked.model()),
                        words.apply(asked.title())),
                new Answered(
                        answered.status(),
                        answered.chunks(),
                        answered.bytes(),
                        words.apply(answered.beginning()),
                        answered.usage()),
                recordedAt);
    }

    /** A time in UTC; empty for none. */
    public static String rfc3339(Optional<Instant> time) {
        return time.map(known -> known.truncatedTo(ChronoUnit.MILLIS).toString())
                .orElse("");
    }

    private static Json tokens(TokenUsage usage) {
        return new JsonObjectBuilder()
                .with("input", usage.input())
                .with("output", usage.output())
                .done();
    }

    /** An object with the members that docs/control-api.md describes. All of them are there; null stands for none. */
    public Json toJson() {
        return new JsonObjectBuilder()
                .with("location", identity.location())
                .withOrNull("test", identity.test().name())
                .with("key", identity.key().hex())
                .with("occurrence", identity.occurrence())
                .withOrNull("upstream", identity.upstream())
                .with("method", asked.method())
                .with("path", asked.path())
                .withOrNull("model", asked.model())
                .withOrNull("title", asked.title())
                .with("status", answered.status())
                .with("chunks", answered.chunks())
                .with("bytes", answered.bytes())
                .withOrNull("answer", answered.beginning())
                .with("tokens", answered.usage().map(RecordingSummary::tokens).orElse(Json.NULL))
                .with(
                        "cost_usd",
                        answered.usage()
                                .flatMap(usage -> usage.details().cost())
                                .map(UsDollars::toJson)
                                .orElse(Json.NULL))
                .withOrNull("recorded_at", rfc3339(recordedAt))
                .done();
    }
}
