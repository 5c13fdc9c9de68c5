package io.reprise.server.routing;

import io.reprise.core.family.ParsedRequest;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.ids.RequestIds;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Occurrences.Asker;
import java.util.Optional;

/** The question that a routed request asks. */
public record RoutedQuestion(RoutedRequest routed, Question question) {
    /** Parses and hashes the body: for large ones not on an event loop. */
    public static RoutedQuestion of(RoutedRequest routed, KeyRules rules) {
        return of(routed, rules.question(routed.request(), routed.test()));
    }

    private static RoutedQuestion of(RoutedRequest routed, Question asked) {
        Question question = asked.of(routed.overrides().upstream());
        question.parsed().model(); // here and not when the log line asks for them
        question.parsed().title();
        return new RoutedQuestion(routed, question);
    }

    /** The test that takes turns at the question, also where its recordings belong to none. */
    public Asker asker() {
        return Asker.of(routed.test(), question);
    }

    public Optional<String> model() {
        return question.parsed().model();
    }

    public Overrides overrides() {
        return routed.overrides();
    }

    /**
     * The question with recorded ids in the place of those that stand for them; the same object where it has none. What
     * the upstream is asked stays as it is.
     */
    public RoutedQuestion translated(HandedOutIds ids, KeyRules rules) {
        ParsedRequest asked = question.parsed();
        ParsedRequest translated = RequestIds.translated(asked, ids.of(question.test()));
        if (translated == asked) {
            return this;
        }
        question.release(); // it may be remembered, and is not what is answered
        return of(routed, rules.question(translated, routed.test()));
    }
}
