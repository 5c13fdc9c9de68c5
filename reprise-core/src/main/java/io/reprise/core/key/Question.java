package io.reprise.core.key;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.known.PathsBelowV1;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request together with what identifies it; made by {@link KeyRules#question}. Two are equal if their keys are. */
public final class Question {
    private final ParsedRequest parsed;
    private final TestId test;
    private final Key key;
    private final Key digest;
    private final KeyRules rules;
    private final Optional<String> upstream;
    private @Nullable CanonicalForm canonical;

    Question(ParsedRequest parsed, TestId test, KeyRules rules) {
        CanonicalForm form = rules.canonical(parsed);
        this.parsed = parsed;
        this.test = test;
        this.digest = form.digest();
        this.key = test.isNone() ? digest : Sha256.scoped(digest, test.name());
        this.rules = rules;
        this.upstream = Optional.empty();
        this.canonical = form;
    }

    private Question(Question other, TestId test, Key key, Optional<String> upstream) {
        this.parsed = other.parsed;
        this.test = test;
        this.key = key;
        this.digest = other.digest;
        this.rules = other.rules;
        this.upstream = upstream;
        synchronized (other) {
            this.canonical = other.canonical;
        }
    }

    /** The rules under which it was asked. */
    public KeyRules rules() {
        return rules;
    }

    public Request request() {
        return parsed.request();
    }

    /** The request and what is known of it: its family, its model, its title, the value of its body. */
    public ParsedRequest parsed() {
        return parsed;
    }

    /** {@link TestId#NONE} for model lists, also if a test asked. */
    public TestId test() {
        return test;
    }

    /** Differs for different tests. */
    public Key key() {
        return key;
    }

    /** The key that the same request has without a test, so that questions of different tests can be compared. */
    public Key digest() {
        return digest;
    }

    /** What the key is of. */
    public synchronized CanonicalForm canonical() {
        CanonicalForm known = canonical;
        if (known == null) {
            known = rules.canonical(parsed);
            canonical = known;
        }
        return known;
    }

    /** The same request without a test. */
    public Question withoutTest() {
        return test.isNone() ? this : new Question(this, TestId.NONE, digest, upstream);
    }

    /**
     * The question of a client whose base URL has {@code /v1} where that of this one has it not, or the reverse. Its key differs, and its recordings answer this one if
     * there are no others.
     */
    public Optional<Question> otherSpelling() {
        Request its = request();
        return PathsBelowV1.otherSpelling(its.path())
                .map(path -> new Request(its.method(), path, its.query(), its.headers(), its.body()))
                .map(other -> rules.question(parsed.with(other), test).of(upstream));
    }

    /** The upstream that the request names; it decides which recordings answer, and is not part of the key. */
    public Optional<String> upstream() {
        return upstream;
    }

    /** The same question, asked of the upstream of that name. */
    public Question of(Optional<String> upstream) {
        return upstream.equals(this.upstream) ? this : new Question(this, test, key, upstream);
    }

    /**
     * What turns, and requests that are under way, are counted by: the key, but another one for each upstream that requests name.
     * It is never stored.
     */
    public Key scope() {
        return upstream.map(name -> Sha256.scoped(key, name)).orElse(key);
    }

    /** Lets go of all that takes much memory and can be computed again; see {@link ParsedRequest#release}. */
    public synchronized void release() {
        canonical = null;
        parsed.release();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Question that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return request().method() + " " + request().path() + " test=" + test + " key=" + key.brief();
    }
}
