package io.reprise.core.drift;

import io.reprise.core.compare.Outline;
import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.drift.Measure.Unit;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.price.Cost;
import io.reprise.core.price.PriceTable;
import io.reprise.core.price.Tokens;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.replay.pace.StreamTiming;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** How far the answers to the request of a recording are from its own. */
public final class RecordingDrift {
    private static final double TRILLION = 1e12;
    private static final double HUNDRED = 100;

    private final Store.Entry recorded;
    private final Side before;
    private final List<Side> now;
    private final List<RecordingDifference> differences;
    private final ShapeDifference shape;
    private final HeaderDrift headers;

    /** An answer that was recorded, or one of today, with what is measured of it. */
    private record Side(ParsedExchange parsed, StreamTiming timing, Optional<Cost> cost) {
        static Side of(ParsedRequest request, Recording recording, PriceTable prices) {
            ParsedExchange parsed =
                    ParsedExchange.of(request, recording.exchange().response());
            Optional<Cost> cost = parsed.family()
                    .usage(parsed.response())
                    .map(usage -> prices.cost(new Tokens(
                            parsed.family().name(), request.model().orElse(""), recording.upstream(), usage)));
            return new Side(parsed, StreamTiming.of(parsed), cost);
        }

        /** Recordings from elsewhere may have no times. */
        private boolean hasTimes() {
            return timing.lastChunk().orElse(0) > 0;
        }

        OptionalDouble firstToken() {
            return hasTimes() ? number(timing.firstToken()) : OptionalDouble.empty();
        }

        OptionalDouble duration() {
            return hasTimes() ? number(timing.lastChunk()) : OptionalDouble.empty();
        }

        OptionalDouble rate() {
            return hasTimes() ? timing.rate().perSecond() : OptionalDouble.empty();
        }

        OptionalDouble tokens(Function<TokenUsage, Long> which) {
            return cost.map(Cost::usage)
                    .map(which)
                    .map(tokens -> OptionalDouble.of((double) tokens))
                    .orElse(OptionalDouble.empty());
        }

        OptionalDouble dollars() {
            return cost.flatMap(Cost::amount)
                    .map(amount -> OptionalDouble.of(amount.trillionths() / TRILLION))
                    .orElse(OptionalDouble.empty());
        }

        private static OptionalDouble number(OptionalLong value) {
            return value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((double) value.getAsLong());
        }
    }

    private RecordingDrift(Store.Entry recorded, List<Exchange> answers, CredentialMask mask, PriceTable prices) {
        ParsedRequest request = recorded.question().parsed();
        List<Store.Entry> entries = answers.stream()
                .<Store.Entry>map(answer -> new AnsweredAgain(recorded, answer))
                .toList();
        this.recorded = recorded;
        this.before = Side.of(request, recorded.recording(), prices);
        this.now = entries.stream()
                .map(entry -> Side.of(request, entry.recording(), prices))
                .toList();
        this.differences = entries.stream()
                .map(entry -> RecordingDifference.between(recorded, entry, mask))
                .toList();
        JsonShape known = JsonShape.of(before.parsed().response());
        this.shape = ShapeDifference.union(now.stream()
                .map(side -> ShapeDifference.between(
                        known, JsonShape.of(side.parsed().response())))
                .toList());
        this.headers = HeaderDrift.of(differences);
    }

    /**
     * @param answers of today, at least one
     * @param mask of all texts, before they are compared
     */
    public static RecordingDrift of(
            Store.Entry recorded, List<Exchange> answers, CredentialMask mask, PriceTable prices) {
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("no answer is compared with '" + recorded.location() + "'");
        }
        return new RecordingDrift(recorded, answers, mask, prices);
    }

    public Store.Entry recorded() {
        return recorded;
    }

    /** From the recorded answer to each of today. */
    public List<RecordingDifference> differences() {
        return differences;
    }

    /** In the JSON of any answer of today. */
    public ShapeDifference shape() {
        return shape;
    }

    public HeaderDrift headers() {
        return headers;
    }

    /** What the recorded answer does. */
    public Outline before() {
        return differences.get(0).before();
    }

    /** What the answers of today do. */
    public List<Outline> now() {
        return differences.stream().map(RecordingDifference::after).toList();
    }

    /** How many answers of today say the same as the recorded one, but for ids and times. */
    public long same() {
        ApiFamily family = before.parsed().family();
        return now.stream()
                .filter(side -> family.saysTheSame(
                        before.parsed().response(), side.parsed().response()))
                .count();
    }

    /** Whether all answers have the members, the status, the ending, the finish reasons and the tool calls of the recorded one. */
    public boolean hasSameShape() {
        return shape.isNone() && now().stream().allMatch(before()::equals);
    }

    /** The words that differ, in percent. */
    public Measure words() {
        return new Measure(
                Unit.PERCENT,
                OptionalDouble.empty(),
                numbers(differences.stream().map(RecordingDifference::changedPart))
                        .map(part -> part * HUNDRED)
                        .toList());
    }

    /** Until the first text of the answer. */
    public Measure firstToken() {
        return measure(Unit.MILLISECONDS, Side::firstToken);
    }

    /** Until the end of the answer. */
    public Measure duration() {
        return measure(Unit.MILLISECONDS, Side::duration);
    }

    /** Tokens per second, after the first. */
    public Measure rate() {
        return measure(Unit.PER_SECOND, Side::rate);
    }

    public Measure inputTokens() {
        return measure(Unit.TOKENS, side -> side.tokens(TokenUsage::input));
    }

    public Measure outputTokens() {
        return measure(Unit.TOKENS, side -> side.tokens(TokenUsage::output));
    }

    public Measure cost() {
        return measure(Unit.DOLLARS, Side::dollars);
    }

    private Measure measure(Unit unit, Function<Side, OptionalDouble> which) {
        return new Measure(
                unit, which.apply(before), numbers(now.stream().map(which)).toList());
    }

    private static Stream<Double> numbers(Stream<OptionalDouble> values) {
        return values.filter(OptionalDouble::isPresent).map(OptionalDouble::getAsDouble);
    }

    Measure measure(Thresholds.What what) {
        return switch (what) {
            case WORDS -> words();
            case FIRST_TOKEN -> firstToken();
            case DURATION -> duration();
            case COST -> cost();
        };
    }
}
