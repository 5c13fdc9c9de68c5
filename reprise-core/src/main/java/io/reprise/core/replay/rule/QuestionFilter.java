package io.reprise.core.replay.rule;

import io.reprise.core.key.Question;
import io.reprise.core.pattern.Glob;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which questions a rule is about. Written {@code path=/v1/*,model=gpt-*,test=tests/a*,key=f5450b5c}.
 *
 * @param kind of request
 * @param keyPrefix with which the key begins
 */
public record QuestionFilter(Kind kind, Glob path, Glob model, Glob test, String keyPrefix) {
    /** The names of its settings. */
    public static final Set<String> NAMES = Set.of("path", "model", "test", "key", "method", "family");

    public static final QuestionFilter ALL = new QuestionFilter(Kind.ALL, Glob.ANY, Glob.ANY, Glob.ANY, "");

    /**
     * What all requests of an operation have in common. Written {@code method=POST,family=openai-*}.
     *
     * @param method in upper case
     * @param family the name of the API family, such as {@code openai-chat}
     */
    public record Kind(Glob method, Glob family) {
        static final Kind ALL = new Kind(Glob.ANY, Glob.ANY);

        private boolean covers(Question question) {
            return method.matches(question.request().method())
                    && family.matches(question.parsed().family().name());
        }
    }

    public static QuestionFilter parse(Terms terms) {
        return new QuestionFilter(
                new Kind(
                        terms.text("method")
                                .map(method -> new Glob(method.toUpperCase(Locale.ROOT)))
                                .orElse(Glob.ANY),
                        glob(terms, "family")),
                glob(terms, "path"),
                glob(terms, "model"),
                glob(terms, "test"),
                terms.text("key").orElse(""));
    }

    private static Glob glob(Terms terms, String name) {
        return terms.text(name).map(Glob::new).orElse(Glob.ANY);
    }

    /** @param named the model that the request names */
    public boolean covers(Question question, Optional<String> named) {
        return kind.covers(question)
                && path.matches(question.request().path())
                && model.matches(named.orElse(""))
                && test.matches(question.test().name())
                && question.key().hex().startsWith(keyPrefix);
    }
}
