package io.reprise.core.redact.escape;

/** Knows which letters credentials in use have, and so whether escapes in a text may hide one of them. Thread-safe. */
public final class EscapedLetters {
    private static final int ASCII = 128;

    private final boolean[] used = new boolean[ASCII];

    public synchronized void add(String credential) {
        for (int i = 0; i < credential.length(); i++) {
            if (credential.charAt(i) < ASCII) {
                used[credential.charAt(i)] = true;
            }
        }
    }

    /** Whether the text has an escape of one of the letters. */
    public boolean areEscapedIn(String text) {
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 1)) {
            if (at + 5 < text.length()
                    && text.charAt(at + 1) == 'u'
                    && isUsed(UnescapedText.hex(text, at + 2, at + 6))) {
                return true;
            }
        }
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
            int c = UnescapedText.hex(text, at + 1, at + 3);
            if (c == '%' || isUsed(c)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUsed(int c) {
        return c >= 0 && c < ASCII && used[c];
    }
}
