package io.reprise.core.fault;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Question;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** The rules of a server, and how often each has been looked at. Safe for use by several threads. */
public final class FaultRules {
    /** Requests that are counted together. */
    private record Counted(FaultRule rule, String what, TestId test) {}

    private volatile List<FaultRule> rules;
    private final ConcurrentMap<Counted, AtomicLong> counts = new ConcurrentHashMap<>();

    public FaultRules(List<FaultRule> rules) {
        this.rules = List.copyOf(rules);
    }

    public List<FaultRule> rules() {
        return rules;
    }

    /** Puts other rules in the place of all; those that stay the same go on counting. */
    public void replace(List<FaultRule> others) {
        rules = List.copyOf(others);
        counts.keySet().removeIf(counted -> !rules.contains(counted.rule()));
    }

    /**
     * What goes wrong with the answer to one request, by every rule that strikes it. Each call counts.
     *
     * @param model that the request names
     * @param own the rule that the request itself brings
     */
    public Faults next(Question question, Optional<String> model, Optional<FaultRule> own) {
        List<FaultRule> now = rules;
        if (now.isEmpty() && own.isEmpty()) {
            return Faults.NONE;
        }
        Faults faults = own.filter(rule -> strikes(rule, question, model))
                .map(FaultRule::faults)
                .orElse(Faults.NONE);
        for (FaultRule rule : now) {
            if (strikes(rule, question, model)) {
                faults = faults.plus(rule.faults());
            }
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
        return counts.computeIfAbsent(counted, absent -> new AtomicLong()).getAndIncrement();
    }

    /** Begins a new run of one test: what is counted by test or question starts over. */
    public void startOver(TestId test) {
        counts.keySet()
                .removeIf(counted ->
                        counted.test().equals(test) && counted.rule().chance().per() != Chance.Per.ALL);
    }

    /** Begins a new run of all tests. */
    public void startOver() {
        counts.clear();
    }
}
