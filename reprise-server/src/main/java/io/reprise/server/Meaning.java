package io.reprise.server;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;

/** What a request asks, of which API family, and what it says to Reprise. */
record Meaning(RoutedRequest addressed, ApiFamily family, Question question) {
    /** Parses and hashes the body. */
    static Meaning of(RoutedRequest addressed, KeyRules rules) {
        Question question = rules.question(addressed.request(), addressed.test());
        return new Meaning(addressed, question.parsed().family(), question);
    }
}
