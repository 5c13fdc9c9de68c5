package io.reprise.core.key;

import java.util.regex.Pattern;

/** SHA-256 of what makes two requests the same question, as 64 lower-case hexadecimal digits. */
public record Key(String hex) {
    static final int BRIEF = 12;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Key {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("a key is 64 lower-case hexadecimal digits, not '" + hex + "'");
        }
    }

    /** The first 12 digits, which people and file names use. */
    public String brief() {
        return hex.substring(0, BRIEF);
    }

    // A record's own two are put together when they are first called, which is while a first answer is waited for.

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && hex.equals(key.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public String toString() {
        return hex;
    }
}
