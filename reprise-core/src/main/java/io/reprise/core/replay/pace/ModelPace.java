package io.reprise.core.replay.pace;

import io.reprise.core.replay.rule.Terms;
import java.time.Duration;
import java.util.StringJoiner;

/**
 * The times of a server that generates the answer token by token, whatever the recording's times are.
 *
 * @param tps tokens per second, more than 0; infinite where tokens take no time
 */
public record ModelPace(First first, double tps, Jitter jitter, Load load) implements Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * The time before the first token.
     *
     * @param ttft for a prompt of any length
     * @param prefill in addition, for each token of the prompt
     */
    public record First(Duration ttft, Duration prefill) {}

    /**
     * The factor for all times on a busy machine.
     *
     * @param factor 1 or more
     * @param streams how many answers must run at the same time for the whole factor; with fewer, it is less by as
     *     much, down to 1 for a single one. 0 if the factor holds always
     */
    public record Load(double factor, int streams) {
        double factor(int running) {
            if (streams == 0 || running >= streams) {
                return factor;
            }
            return 1 + (factor - 1) * Math.max(0, running - 1) / Math.max(1, streams - 1);
        }
    }

    static ModelPace parse(String text) {
        Terms terms = Terms.parse(text, FORM);
        First first = new First(
                terms.time("ttft").orElse(Duration.ZERO), terms.time("prefill").orElse(Duration.ZERO));
        double tps = terms.number("tps", 1e-6).orElse(Double.POSITIVE_INFINITY);
        Jitter jitter = new Jitter(
                terms.part("jitter").orElse(0.0),
                terms.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L));
        Load load = new Load(
                terms.number("load", 1).orElse(1.0),
                terms.whole("streams", 1, 1_000_000).orElse(0L).intValue());
        terms.refuseOthers();
        if (!terms.has("ttft") && !terms.has("tps") && !terms.has("prefill")) {
            throw terms.wrong("a model needs one of ttft, tps and prefill");
        }
        if (terms.has("streams") && !terms.has("load")) {
            throw terms.wrong("streams needs load");
        }
        return new ModelPace(first, tps, jitter, load);
    }

    @Override
    public Schedule schedule(Timeline timeline, Occasion occasion) {
        Tokens tokens = timeline.tokens();
        if (!tokens.isGenerated()) {
            return Schedule.atOnce(tokens.chunks());
        }
        ChunkTimes times = times(new ChunkTimes.Answer(true, tokens.prompt()), occasion);
        double[] due = new double[tokens.chunks()];
        for (int chunk = 0; chunk < due.length; chunk++) {
            due[chunk] = times.due(0, tokens.of(chunk));
        }
        return Schedule.of(due, timeline.response().isStream());
    }

    @Override
    public ChunkTimes times(ChunkTimes.Answer answer, Occasion occasion) {
        return answer.isGenerated() ? new Generated(answer.prompt(), occasion) : (at, tokens) -> 0;
    }

    /** The times of what the model generates. */
    private final class Generated implements ChunkTimes {
        private final Jitter.Draws draws;
        private final double perToken;
        private double now;
        private boolean isFirst = true;

        Generated(long prompt, Occasion occasion) {
            double factor = load.factor(occasion.running());
            draws = jitter.draws(occasion.draw());
            perToken = factor * NANOS_PER_SECOND / tps;
            double ofPrompt = (double) first.prefill().toNanos() * prompt;
            now = factor * (first.ttft().toNanos() + ofPrompt) * draws.of(1);
        }

        @Override
        public double due(long at, long tokens) {
            if (tokens > 0) {
                long further = isFirst ? tokens - 1 : tokens;
                isFirst = false;
                now += further == 0 ? 0 : further * perToken * draws.of(further);
            }
            return now;
        }
    }

    /** Each message is one token; a greeting, which no model generates, is due at once. */
    @Override
    public long[] delays(Released messages, Occasion occasion) {
        long[] delays = new long[messages.afterMillis().size()];
        if (messages.areGreeting()) {
            return delays;
        }
        Jitter.Draws draws = jitter.draws(occasion.draw());
        double factor = load.factor(occasion.running());
        double now = factor * first.ttft().toNanos() * draws.of(1);
        for (int i = 0; i < delays.length; i++) {
            now += i == 0 ? 0 : factor * NANOS_PER_SECOND / tps * draws.of(1);
            delays[i] = Math.round(Math.min(now, Schedule.LATEST));
        }
        return delays;
    }

    @Override
    public boolean isSameEachTime() {
        return jitter.part() == 0 && load.streams() == 0;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",");
        text.add("ttft=" + time(first.ttft()));
        if (!Double.isInfinite(tps)) {
            text.add("tps=" + Terms.plain(tps));
        }
        if (jitter.part() > 0) {
            text.add("jitter=" + Terms.plain(jitter.part()));
            text.add("seed=" + jitter.seed());
        }
        if (!first.prefill().isZero()) {
            text.add("prefill=" + time(first.prefill()));
        }
        if (load.factor() > 1) {
            text.add("load=" + Terms.plain(load.factor()));
        }
        if (load.streams() > 0) {
            text.add("streams=" + load.streams());
        }
        return text.toString();
    }

    private static String time(Duration time) {
        long nanos = time.toNanos();
        if (nanos % 1_000_000 == 0) {
            return nanos / 1_000_000 + "ms";
        }
        return nanos % 1_000 == 0 ? nanos / 1_000 + "us" : nanos + "ns";
    }
}
