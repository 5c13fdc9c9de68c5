package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.key.Question;
import io.reprise.core.replay.rule.QuestionFilter;
import io.reprise.core.replay.rule.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Which faults happen, to which questions, and how often. Written in one line, as docs/faults.md specifies. */
public final class FaultRule {
    private static final Set<String> WHEN =
            Set.of("path", "model", "test", "key", "method", "family", "first", "every", "probability", "seed", "per");

    private static final String WHEN_FORM =
            "Conditions for faults are path=…, model=…, test=…, method=…, family=… (with * for "
                    + "anything), key=…, first=2, every=3, probability=10%, seed=7, per=test (or question, all)";

    private final QuestionFilter filter;
    private final Chance chance;
    private final Faults faults;
    private final String text;

    private FaultRule(QuestionFilter filter, Chance chance, Faults faults, String text) {
        this.filter = filter;
        this.chance = chance;
        this.faults = faults;
        this.text = text;
    }

    /**
     * The rule that is written so, such as {@code status=429,retry-after=2; model=gpt-*,first=2}.
     *
     * @throws IllegalArgumentException for any other text; the message says what is wrong and how it is written
     */
    public static FaultRule parse(String text) {
        List<Fault> faults = new ArrayList<>();
        StringJoiner marks = new StringJoiner("; ");
        QuestionFilter filter = QuestionFilter.ALL;
        Chance chance = Chance.ALWAYS;
        boolean hasWhen = false;
        for (String part : Terms.parts(text)) {
            Terms terms = Terms.parse(part, FaultSyntax.FORM);
            if (!WHEN.contains(terms.first())) {
                faults.add(FaultSyntax.parse(terms));
                marks.add(part);
                continue;
            }
            Terms when = Terms.parse(part, WHEN_FORM);
            if (hasWhen) {
                throw when.wrong("only one part may have conditions");
            }
            hasWhen = true;
            filter = QuestionFilter.parse(when);
            chance = Chance.parse(when);
            when.refuseOthers();
        }
        if (faults.isEmpty()) {
            throw new IllegalArgumentException(Quoted.of(text) + " names no fault. " + FaultSyntax.FORM);
        }
        return new FaultRule(filter, chance, new Faults(faults, marks.toString()), text.strip());
    }

    public Faults faults() {
        return faults;
    }

    /** Whether it applies to every request. */
    boolean isAlways() {
        return filter.equals(QuestionFilter.ALL) && chance.equals(Chance.ALWAYS);
    }

    boolean covers(Question question, Optional<String> model) {
        return filter.covers(question, model);
    }

    Chance chance() {
        return chance;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FaultRule that
                && filter.equals(that.filter)
                && chance.equals(that.chance)
                && faults.equals(that.faults);
    }

    @Override
    public int hashCode() {
        return (filter.hashCode() * 31 + chance.hashCode()) * 31 + faults.hashCode();
    }
}
