package io.reprise.core.fault;

import io.reprise.core.key.Question;
import io.reprise.core.pace.Terms;
import java.util.Optional;

/** Which questions a rule is about. */
record Filter(Glob path, Glob model, Glob test, String keyPrefix) {
    static final Filter ALL = new Filter(Glob.ANY, Glob.ANY, Glob.ANY, "");

    static Filter parse(Terms terms) {
        return new Filter(
                terms.text("path").map(Glob::new).orElse(Glob.ANY),
                terms.text("model").map(Glob::new).orElse(Glob.ANY),
                terms.text("test").map(Glob::new).orElse(Glob.ANY),
                terms.text("key").orElse(""));
    }

    /** @param named the model that the request names */
    boolean covers(Question question, Optional<String> named) {
        return path.matches(question.request().path())
                && model.matches(named.orElse(""))
                && test.matches(question.test().name())
                && question.key().hex().startsWith(keyPrefix);
    }
}
