package io.reprise.core.replay.fault;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.LatestQuestions;
import io.reprise.core.key.Question;
import io.reprise.core.replay.rule.Scoped;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The rules of a server, and how many requests each has counted. Safe for use by several threads. */
public final class FaultRules {
    /** Requests that are counted together. */
    private record Counted(FaultRule rule, String what, TestId test) {}

    /** So many counts are remembered, which takes about 30 MB: those that were used last. The others begin anew. */
    private static final int MOST_COUNTS = 100_000;

    private volatile Scoped<FaultRule> rules;
    private final LatestQuestions<Counted, AtomicLong> counts = new LatestQuestions<>(MOST_COUNTS);

    public FaultRules(List<FaultRule> rules) {
        this.rules = Scoped.of(rules);
    }

    public Scoped<FaultRule> rules() {
        return rules;
    }

    /** Replaces rules. New rules start counting from zero, also if equal rules existed before. */
    public synchronized void change(UnaryOperator<Scoped<FaultRule>> change) {
        Scoped<FaultRule> before = rules;
        Scoped<FaultRule> after = change.apply(before);
        rules = after;
        Set<FaultRule> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        all(before).forEach(gone::add);
        all(after).forEach(gone::remove);
        counts.forget(counted -> gone.contains(counted.rule()));
    }

    private static Stream<FaultRule> all(Scoped<FaultRule> rules) {
        return Stream.concat(
                rules.common().stream(), rules.own().values().stream().flatMap(List::stream));
    }

    /**
     * The faults for the answer to one request, from all rules that apply. Each call is counted.
     *
     * @param model that the request names
     * @param own the rule in the request's own header
     */
    public Faults next(Question question, Optional<String> model, Optional<FaultRule> own) {
        Scoped<FaultRule> now = rules;
        if (now.isEmpty() && own.isEmpty()) {
            return Faults.NONE;
        }
        Faults faults = own.filter(rule -> strikes(rule, question, model))
                .map(FaultRule::faults)
                .orElse(Faults.NONE);
        for (FaultRule rule : now.own(question.test())) {
            faults = strikes(rule, question, model) ? faults.plus(rule.faults()) : faults;
        }
        for (FaultRule rule : now.common()) {
            faults = strikes(rule, question, model) ? faults.plus(rule.faults()) : faults;
        }
        return faults;
    }

    private boolean strikes(FaultRule rule, Question question, Optional<String> model) {
        if (!rule.covers(question, model)) {
            return false;
        }
        Chance chance = rule.chance();
        boolean isStruck = !chance.counts() || chance.strikes(count(rule, question, chance.per()) + 1);
        return isStruck && (!chance.draws() || chance.draw(question.key(), drawn(rule, question)));
    }

    private int drawn(FaultRule rule, Question question) {
        return (int) next(new Counted(rule, "draw " + question.key().hex(), question.test()));
    }

    private long count(FaultRule rule, Question question, Chance.Per per) {
        return next(
                switch (per) {
                    case TEST -> new Counted(rule, "", question.test());
                    case QUESTION -> new Counted(rule, question.key().hex(), question.test());
                    case ALL -> new Counted(rule, "", TestId.NONE);
                });
    }

    private long next(Counted counted) {
        return counts.get(counted, AtomicLong::new).getAndIncrement();
    }

    /** How many counts are remembered. */
    int counted() {
        return counts.size();
    }

    /** Begins a new run of one test: counts by test or question start from zero. */
    public void startOver(TestId test) {
        counts.forget(counted ->
                counted.test().equals(test) && counted.rule().chance().per() != Chance.Per.ALL);
    }

    /** Begins a new run of all tests. */
    public void startOver() {
        counts.forget(any -> true);
    }
}
