package io.reprise.core.key;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is left out, replaced or rounded before two requests are compared, and the one place that computes keys. Immutable. */
public final class KeyRules {
    /** Nothing is forgiven but what JSON itself calls equal. */
    public static final KeyRules NONE = new KeyRules();

    private KeyRules() {}

    /** What identifies {@code request} when {@code test} asks it. For model lists, {@code test} is {@link TestId#NONE}. */
    public Question question(Request request, TestId test) {
        Key digest = Canonical.sha256(canonical(request).getBytes(StandardCharsets.UTF_8));
        return new Question(request, test, test.isNone() ? digest : Canonical.scoped(digest, test.name()), digest);
    }

    /** The text whose SHA-256 is the key of {@code request} without a test id, as docs/key.md specifies it. */
    public String canonical(Request request) {
        Target target = Target.of(request.path(), request.query());
        return Canonical.text(request.method(), target, Map.of(), Body.of(request));
    }
}
