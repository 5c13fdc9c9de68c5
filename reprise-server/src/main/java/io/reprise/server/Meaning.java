package io.reprise.server;

import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;

/** What a request asks, of which API family, and what it says to Reprise. */
record Meaning(RoutedRequest addressed, ApiFamily family, Question question) {
    /** Parses and hashes the body. */
    static Meaning of(RoutedRequest addressed, KeyRules rules) {
        ApiFamily family = ApiFamilies.of(addressed.request());
        TestId test = family.isModelList() ? TestId.NONE : addressed.test();
        return new Meaning(addressed, family, rules.question(addressed.request(), test));
    }
}
