package io.reprise.core.store.directory.name;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short digests, to distinguish names that are equal after cleaning. */
final class Digests {
    /** In hexadecimal digits. */
    static final int LENGTH = 10;

    private Digests() {}

    /** The digest of the text as a JSON string, so that lone surrogates differ as well. */
    static String brief(String text) {
        try {
            byte[] quoted = new Json.JsonString(text).write(Layout.COMPACT).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(quoted);
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
