package io.reprise.server.outcome;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.server.outcome.Outcome.UpstreamCall;
import io.reprise.server.outcome.Outcome.Verb;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** What is measured of all requests since the server started, for metrics. Noting one allocates nothing that lasts. */
public final class Measurements {
    /** The family of requests that were not understood. */
    private static final String NO_FAMILY = "none";

    /** Has every outcome. */
    private final Map<Verb, ByOutcome> outcomes = new EnumMap<>(Verb.class);

    private final Map<String, ByUpstream> upstreams = new ConcurrentHashMap<>();
    private final Map<RefusalReason, LongAdder> refusals = new EnumMap<>(RefusalReason.class);
    private final DurationHistogram lateness =
            new DurationHistogram(0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1);

    private record FamilyCount(String family, LongAdder requests) {}

    private static final class ByOutcome {
        private final Map<String, FamilyCount> byFamily = new ConcurrentHashMap<>();
        /** Nearly always the next one too; to look for it in the map fetches more from memory. */
        private volatile FamilyCount latest = new FamilyCount("", new LongAdder());

        private final DurationHistogram durations =
                new DurationHistogram(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120);
        private final DurationHistogram firstChunks =
                new DurationHistogram(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);
        private final LongAdder inputTokens = new LongAdder();
        private final LongAdder outputTokens = new LongAdder();

        private void add(String family, long nanos) {
            FamilyCount count = latest;
            if (!count.family.equals(family)) {
                count = byFamily.computeIfAbsent(family, first -> new FamilyCount(family, new LongAdder()));
                latest = count;
            }
            count.requests.increment();
            durations.add(nanos);
        }

        private void add(TokenUsage usage) {
            inputTokens.add(usage.input());
            outputTokens.add(usage.output());
        }
    }

    private static final class ByUpstream {
        private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();
        private final DurationHistogram durations =
                new DurationHistogram(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300);

        private void add(UpstreamCall call) {
            byStatus.computeIfAbsent(call.status(), first -> new LongAdder()).increment();
            durations.add(call.nanos());
        }
    }

    public Measurements() {
        for (Verb verb : Verb.values()) {
            outcomes.put(verb, new ByOutcome());
        }
        for (RefusalReason reason : RefusalReason.values()) {
            refusals.put(reason, new LongAdder());
        }
    }

    private ByOutcome of(Verb verb) {
        return Objects.requireNonNull(outcomes.get(verb));
    }

    public void add(Outcome outcome) {
        ByOutcome sums = of(outcome.verb());
        String family = outcome.request().question().isEmpty()
                ? NO_FAMILY
                : outcome.request().question().get().parsed().family().name();
        sums.add(family, outcome.nanos());
        if (outcome.verb() == Verb.REFUSED) {
            of(RefusalReason.of(outcome.answer().status())).increment();
        }
        if (outcome.cost().saved().isPresent()) {
            sums.add(outcome.cost().saved().get());
        }
        if (outcome.cost().call().isPresent()) {
            UpstreamCall call = outcome.cost().call().get();
            upstreams
                    .computeIfAbsent(call.upstream(), first -> new ByUpstream())
                    .add(call);
            if (call.usage().isPresent()) {
                sums.add(call.usage().get());
            }
        }
    }

    /** The first chunk of an answer was handed to the client's connection so long after the request began. */
    public void addFirstChunk(Verb verb, long nanos) {
        of(verb).firstChunks.add(nanos);
    }

    /** By how much chunks were sent later than their pace wants. */
    public DurationHistogram lateness() {
        return lateness;
    }

    /** How many requests of a family ended so. */
    public long requests(Verb verb, String family) {
        FamilyCount count = of(verb).byFamily.get(family);
        return count == null ? 0 : count.requests.sum();
    }

    /** How many requests were refused so. */
    public long refusals(RefusalReason reason) {
        return of(reason).sum();
    }

    private LongAdder of(RefusalReason reason) {
        return Objects.requireNonNull(refusals.get(reason));
    }

    /** The families of the requests that ended so. */
    public List<String> families(Verb verb) {
        return of(verb).byFamily.keySet().stream().sorted().toList();
    }

    public DurationHistogram durations(Verb verb) {
        return of(verb).durations;
    }

    public DurationHistogram firstChunks(Verb verb) {
        return of(verb).firstChunks;
    }

    /** Tokens that were paid for, or that recordings saved. */
    public TokenUsage tokens(Verb verb) {
        ByOutcome sums = of(verb);
        return new TokenUsage(sums.inputTokens.sum(), sums.outputTokens.sum());
    }

    /** Calls {@code visitor} with each upstream that was asked, and how long it took. */
    public void forEachUpstream(BiConsumer<String, DurationHistogram> visitor) {
        new TreeMap<>(upstreams).forEach((name, sums) -> visitor.accept(name, sums.durations));
    }

    /** How often an upstream answered with each status; 0 stands for no answer. */
    public Map<Integer, Long> statuses(String upstream) {
        Map<Integer, Long> counts = new TreeMap<>();
        ByUpstream sums = upstreams.get(upstream);
        if (sums != null) {
            sums.byStatus.forEach((status, count) -> counts.put(status, count.sum()));
        }
        return counts;
    }
}
