package io.reprise.formats;

import java.text.Normalizer;
import java.util.Locale;

/** Names as file systems of Windows and macOS compare them: without regard to case, and to how an accent is spelled. */
public final class FoldedName {
    private FoldedName() {}

    /** Equal for two names that may be one file. */
    public static String of(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
