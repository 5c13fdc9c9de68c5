package io.reprise.core.plan;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.key.Question;
import io.reprise.core.replay.rule.QuestionFilter;
import io.reprise.core.replay.rule.Terms;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which questions are asked of the upstream again in the run that recorded them first. Written {@code GET,HEAD}, {@code none},
 * {@code all}, or {@code GET,HEAD; POST,path=/v1/chat/*,model=gpt-*}.
 */
public record AskAgain(List<Rule> rules) {
    /** Methods of HTTP that ask for something without changing it (RFC 9110, 9.2.1; QUERY is one of an Internet-Draft). */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "QUERY");

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "POST", "PUT", "PATCH", "DELETE");

    private static final String FORM = "Write none, all, or methods such as GET,HEAD; path=… and model=… limit them";

    /** What all GETs have: they ask what may have changed. */
    public static final AskAgain STANDARD = parse("GET,HEAD");

    /**
     * Questions that are asked again.
     *
     * @param methods empty for all
     */
    public record Rule(Set<String> methods, QuestionFilter filter) {
        public Rule {
            methods = Set.copyOf(methods);
        }

        private boolean covers(Question question, Optional<String> model) {
            return (methods.isEmpty() || methods.contains(question.request().method()))
                    && filter.covers(question, model);
        }
    }

    public AskAgain {
        rules = List.copyOf(rules);
    }

    /**
     * The questions that are written so.
     *
     * @throws IllegalArgumentException for any other text; the message says what is wrong and how it is written
     */
    public static AskAgain parse(String text) {
        List<String> parts = Terms.parts(text);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(Quoted.of(text) + " names no requests to send again. " + FORM);
        }
        return text.strip().equalsIgnoreCase("none")
                ? new AskAgain(List.of())
                : new AskAgain(parts.stream().map(AskAgain::rule).toList());
    }

    private static Rule rule(String part) {
        Terms terms = Terms.parse(part, FORM);
        QuestionFilter filter = QuestionFilter.parse(terms);
        Set<String> methods = new LinkedHashSet<>();
        for (String name : terms.bare()) {
            String method = name.toUpperCase(Locale.ROOT);
            if (!METHODS.contains(method) && !method.equals("ALL")) {
                throw terms.wrong(Quoted.of(name) + " is not a method");
            }
            methods.add(method);
        }
        terms.refuseOthers();
        return new Rule(methods.contains("ALL") ? Set.of() : methods, filter);
    }

    /**
     * What becomes of a question that is asked again.
     *
     * @param own what the request says itself; empty if it says nothing
     * @param repeat where no answer is repeated, each counts, also one that says the same
     * @param sharing what is asked one after the other is not shared either if what is asked at the same time is not: who asks
     *     several times at once cannot know which of them come after the first answer
     */
    public AskingAgain of(Question question, Optional<Boolean> own, Repeat repeat, Sharing sharing) {
        boolean isAsked = own.orElseGet(() -> sharing == Sharing.CALL_EACH || covers(question));
        boolean isSafe = SAFE.contains(question.request().method());
        if (!isAsked) {
            return AskingAgain.NO;
        }
        return isSafe && repeat != Repeat.MISS ? AskingAgain.KEEPS_CHANGES : AskingAgain.KEEPS_EACH;
    }

    private boolean covers(Question question) {
        return rules.stream()
                .anyMatch(rule -> rule.covers(question, question.parsed().model()));
    }
}
