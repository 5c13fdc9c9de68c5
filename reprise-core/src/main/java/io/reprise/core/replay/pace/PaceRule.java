package io.reprise.core.replay.pace;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.key.Question;
import io.reprise.core.replay.rule.QuestionFilter;
import io.reprise.core.replay.rule.Terms;
import java.util.List;
import java.util.Optional;

/**
 * A pace for some questions, written in one line: {@code ttft=300ms,tps=50; model=gpt-*,test=load/*}. Without the second
 * part it is for all.
 *
 * @param text as it was written
 */
public record PaceRule(Pace pace, QuestionFilter filter, String text) {
    private static final String FORM = "A rule for the pace is a pace, a semicolon, and the requests that get it: "
            + "path=…, model=…, test=…, method=…, family=… (with * for anything), key=…";

    /**
     * The rule that is written so.
     *
     * @throws IllegalArgumentException for any other text; the message says what is wrong and how it is written
     */
    public static PaceRule parse(String text) {
        List<String> parts = Terms.parts(text);
        if (parts.isEmpty() || parts.size() > 2) {
            throw new IllegalArgumentException(Quoted.of(text) + " is not a rule for a pace. " + FORM);
        }
        Pace pace = Pace.parse(parts.get(0));
        if (parts.size() == 1) {
            return new PaceRule(pace, QuestionFilter.ALL, text);
        }
        Terms terms = Terms.parse(parts.get(1), FORM);
        QuestionFilter filter = QuestionFilter.parse(terms);
        terms.refuseOthers();
        return new PaceRule(pace, filter, text);
    }

    boolean covers(Question question, Optional<String> model) {
        return filter.covers(question, model);
    }

    @Override
    public String toString() {
        return text;
    }
}
