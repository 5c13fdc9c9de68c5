package io.reprise.core.plan;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.key.Question;
import io.reprise.core.replay.rule.QuestionFilter;
import io.reprise.core.replay.rule.Terms;
import java.util.List;
import java.util.Optional;

/**
 * Which questions are never recorded, whatever the mode. Written {@code path=/v1/files/*}, or several rules with a semicolon
 * between them.
 */
public record NeverKeep(List<Rule> rules) {
    private static final String FORM = "Write path=…, model=… or the like, with * for anything";

    /** All answers may be kept. */
    public static final NeverKeep NOTHING = new NeverKeep(List.of());

    /** @param text as it was written */
    public record Rule(QuestionFilter filter, String text) {}

    public NeverKeep {
        rules = List.copyOf(rules);
    }

    /**
     * The rules that are written so; none for an empty text.
     *
     * @throws IllegalArgumentException for any other text; the message says what is wrong and how it is written
     */
    public static NeverKeep parse(String text) {
        return new NeverKeep(Terms.parts(text).stream().map(NeverKeep::rule).toList());
    }

    private static Rule rule(String part) {
        Terms terms = Terms.parse(part, FORM);
        QuestionFilter filter = QuestionFilter.parse(terms);
        terms.refuseOthers();
        terms.bare().stream().filter(name -> !name.equals("test")).findFirst().ifPresent(name -> {
            throw terms.wrong(Quoted.of(name) + " has no value");
        });
        if (filter.equals(QuestionFilter.ALL)) {
            throw terms.wrong("it covers every request; use the mode live to keep nothing");
        }
        return new Rule(filter, part);
    }

    /** The rule that covers the question, if one does. */
    public Optional<String> ruleFor(Question question) {
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        return rules.stream()
                .filter(rule -> rule.filter().covers(question, question.parsed().model()))
                .map(Rule::text)
                .findFirst();
    }
}
