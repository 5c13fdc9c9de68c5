package io.reprise.server.routing;

import io.reprise.core.family.ParsedRequest;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.ids.RequestIds;
import io.reprise.core.ids.SentIds;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Occurrences.Asker;
import java.util.Map;
import java.util.Optional;

/**
 * The question that a routed request asks.
 *
 * @param sentIds the ids that its client sent, by the recorded ones; empty where nobody asks for them
 */
public record RoutedQuestion(RoutedRequest routed, Question question, Map<String, String> sentIds) {
    /** Parses and hashes the body: for large ones not on an event loop. */
    public static RoutedQuestion of(RoutedRequest routed, KeyRules rules) {
        return of(routed, rules.question(routed.request(), routed.test()), Map.of());
    }

    private static RoutedQuestion of(RoutedRequest routed, Question asked, Map<String, String> sentIds) {
        Question question = asked.of(routed.overrides().upstream());
        question.parsed().model(); // here and not when the log line asks for them
        question.parsed().title();
        return new RoutedQuestion(routed, question, sentIds);
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
        return translated(RequestIds.translated(question.parsed(), ids.of(question.test())), Map.of(), rules);
    }

    /** The same, which knows {@link #sentIds()}. */
    public RoutedQuestion translatedWithSentIds(HandedOutIds ids, KeyRules rules) {
        SentIds sent = new SentIds(ids.of(question.test()));
        ParsedRequest translated = RequestIds.translated(question.parsed(), sent);
        return translated(translated, sent.byRecorded(), rules);
    }

    private RoutedQuestion translated(ParsedRequest translated, Map<String, String> sent, KeyRules rules) {
        if (translated == question.parsed()) {
            return sent.isEmpty() ? this : new RoutedQuestion(routed, question, sent);
        }
        question.release(); // it may be remembered, and is not what is answered
        return of(routed, rules.question(translated, routed.test()), sent);
    }
}
