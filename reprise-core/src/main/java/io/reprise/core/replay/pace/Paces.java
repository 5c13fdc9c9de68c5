package io.reprise.core.replay.pace;

import io.reprise.core.key.Question;
import io.reprise.core.replay.rule.Scoped;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The paces of a server, and which questions have which. Safe for use by several threads. */
public final class Paces {
    private final Pace usual;
    private volatile Scoped<PaceRule> rules;

    /** @param usual for questions without a rule */
    public Paces(Pace usual, List<PaceRule> rules) {
        this.usual = usual;
        this.rules = Scoped.of(rules);
    }

    /** Whether {@link #of} returns the same pace for all questions. */
    public boolean isOne() {
        return rules.isEmpty();
    }

    public Pace usual() {
        return usual;
    }

    public Scoped<PaceRule> rules() {
        return rules;
    }

    public synchronized void change(UnaryOperator<Scoped<PaceRule>> change) {
        rules = change.apply(rules);
    }

    /**
     * The pace by the first rule that is about the question; those of its test come first.
     *
     * @param model that the request names
     */
    public Pace of(Question question, Optional<String> model) {
        Scoped<PaceRule> now = rules;
        return Stream.concat(now.own(question.test()).stream(), now.common().stream())
                .filter(rule -> rule.covers(question, model))
                .findFirst()
                .map(PaceRule::pace)
                .orElse(usual);
    }
}
