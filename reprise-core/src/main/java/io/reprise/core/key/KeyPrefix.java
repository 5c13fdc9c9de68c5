package io.reprise.core.key;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The beginning of a key, by which people name a recording. */
public record KeyPrefix(String digits) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{1,64}");

    /** Empty for a text that no key begins with; upper-case digits are taken as well. */
    public static Optional<KeyPrefix> of(String text) {
        String digits = text.toLowerCase(Locale.ROOT);
        return FORM.matcher(digits).matches() ? Optional.of(new KeyPrefix(digits)) : Optional.empty();
    }

    /** Whether the name of a file may have a key that begins so: most names have its {@link Key#brief}. */
    public boolean mayBeIn(String location) {
        return location.contains(digits.substring(0, Math.min(Key.BRIEF, digits.length())));
    }

    public boolean fits(Key key) {
        return key.hex().startsWith(digits);
    }
}
