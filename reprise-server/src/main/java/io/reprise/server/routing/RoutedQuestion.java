package io.reprise.server.routing;

import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;

/** The question that a routed request asks. */
public record RoutedQuestion(RoutedRequest routed, Question question) {
    /** Parses and hashes the body: for large ones not on an event loop. */
    public static RoutedQuestion of(RoutedRequest routed, KeyRules rules) {
        Question question = rules.question(routed.request(), routed.test())
                .of(routed.overrides().upstream());
        question.parsed().model(); // here and not when the log line asks for them
        question.parsed().title();
        return new RoutedQuestion(routed, question);
    }
}
