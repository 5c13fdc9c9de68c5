package io.reprise.core.key;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form of a request, as docs/key.md specifies it. Two are equal if their digests are equal: then the
 * requests are the same question, apart from the test.
 */
public final class CanonicalForm {
    private final Json compared;
    private final Key digest;
    private @Nullable Json value;

    CanonicalForm(ComparedRequest request) {
        compared = CanonicalMembers.of(request);
        MessageDigest sha256 = Sha256.begin();
        CanonicalJson.write(compared, new Digesting(sha256));
        digest = Sha256.end(sha256);
    }

    private record Digesting(MessageDigest digest) implements CanonicalJson.Pieces {
        @Override
        public void add(CharSequence piece) {
            digest.update(piece.toString().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void addAscii(Bytes piece) {
            digest.update(piece.buffer());
        }
    }

    /** The text whose SHA-256 is the {@link #digest}; as long as the body of the request. */
    public String text() {
        StringBuilder text = new StringBuilder();
        CanonicalJson.write(compared, text::append);
        return text.toString();
    }

    /** The value of the {@link #text}. */
    public synchronized Json value() {
        Json known = value;
        if (known == null) {
            known = CanonicalValue.of(compared);
            value = known;
        }
        return known;
    }

    /** The key of the request without a test id. */
    public Key digest() {
        return digest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CanonicalForm that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
