package io.reprise.core.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys as digests. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    static Key end(MessageDigest digest) {
        return new Key(HexFormat.of().formatHex(digest.digest()));
    }

    /** The key of the question whose digest is {@code digest}, when the test of that name asks it. */
    static Key scoped(Key digest, String test) {
        MessageDigest scoped = begin();
        scoped.update((digest.hex() + "\n" + test).getBytes(StandardCharsets.UTF_8));
        return end(scoped);
    }
}
