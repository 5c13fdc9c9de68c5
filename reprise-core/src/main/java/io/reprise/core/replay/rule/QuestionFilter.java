package io.reprise.core.replay.rule;

import io.reprise.core.key.Question;
import io.reprise.core.pattern.Glob;
import java.util.Optional;
import java.util.Set;

/**
 * Which questions a rule is about. Written {@code path=/v1/*,model=gpt-*,test=tests/a*,key=f5450b5c}.
 *
 * @param keyPrefix with which the key begins
 */
public record QuestionFilter(Glob path, Glob model, Glob test, String keyPrefix) {
    /** The names of its settings. */
    public static final Set<String> NAMES = Set.of("path", "model", "test", "key");

    public static final QuestionFilter ALL = new QuestionFilter(Glob.ANY, Glob.ANY, Glob.ANY, "");

    public static QuestionFilter parse(Terms terms) {
        return new QuestionFilter(
                terms.text("path").map(Glob::new).orElse(Glob.ANY),
                terms.text("model").map(Glob::new).orElse(Glob.ANY),
                terms.text("test").map(Glob::new).orElse(Glob.ANY),
                terms.text("key").orElse(""));
    }

    /** @param named the model that the request names */
    public boolean covers(Question question, Optional<String> named) {
        return path.matches(question.request().path())
                && model.matches(named.orElse(""))
                && test.matches(question.test().name())
                && question.key().hex().startsWith(keyPrefix);
    }
}
