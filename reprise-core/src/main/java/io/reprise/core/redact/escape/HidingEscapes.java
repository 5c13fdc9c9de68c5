package io.reprise.core.redact.escape;

/** Tells whether escapes in a text may stand for letters of a credential. Those of line ends, quotes and letters beyond ASCII do not. */
public final class HidingEscapes {
    private HidingEscapes() {}

    /** Whether there are escapes of JSON, percent-encoding or entities that hide letters. */
    public static boolean areIn(String text) {
        return hasBackslashes(text) || hasPercents(text) || text.contains("&#") || hasEntities(text);
    }

    /** Whether there are escapes or soft line breaks of quoted-printable. */
    public static boolean ofQuotedPrintableAreIn(String text) {
        for (int at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
            boolean isBreak = text.startsWith("\r\n", at + 1)
                    || text.startsWith("\n", at + 1)
                    || text.startsWith("\\r\\n", at + 1)
                    || text.startsWith("\\n", at + 1)
                    || text.startsWith("\\\\n", at + 1)
                    || text.startsWith("\\\\r\\\\n", at + 1);
            if (isBreak || isUpperHex(text, at + 1) && isLetter(UnescapedText.hex(text, at + 1, at + 3))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasBackslashes(String text) {
        if (text.indexOf('\\') < 0) {
            return false;
        }
        return text.contains("\\/") || hasEscapes(text, "\\u", 4) || hasEscapes(text, "\\x", 2);
    }

    private static boolean hasEscapes(String text, String sign, int digits) {
        for (int at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
            if (isLetter(UnescapedText.hex(text, at + 2, at + 2 + digits))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasPercents(String text) {
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
            if (UnescapedText.hex(text, at + 1, at + 3) >= ' ') {
                return true;
            }
        }
        return false;
    }

    private static boolean hasEntities(String text) {
        return text.contains("&amp;")
                || text.contains("&quot;")
                || text.contains("&lowbar;")
                || text.contains("&equals;")
                || text.contains("&sol;")
                || text.contains("&plus;");
    }

    private static boolean isUpperHex(String text, int at) {
        return at + 1 < text.length()
                && !Character.isLowerCase(text.charAt(at))
                && !Character.isLowerCase(text.charAt(at + 1));
    }

    private static boolean isLetter(int c) {
        return c > ' ' && c < 0x7f;
    }
}
