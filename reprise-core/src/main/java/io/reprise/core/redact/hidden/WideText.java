package io.reprise.core.redact.hidden;

/** ASCII text with more than one byte for each character, as in UTF-16 and UTF-32, wherever it is within other bytes. */
final class WideText {
    private static final int SHORTEST = 12;

    private WideText() {}

    /**
     * The text that is in UTF-16 or UTF-32; empty if there is none.
     *
     * @param bytes one character for each byte
     */
    static String in(String bytes) {
        if (bytes.indexOf('\0') < 0) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        for (int width = 2; width <= 4; width += 2) {
            for (int at = 0; at + width <= bytes.length(); ) {
                int end = at;
                while (isWide(bytes, end, width)) {
                    end += width;
                }
                if (end - at >= width * SHORTEST) {
                    add(bytes, at, end, width, all);
                }
                at = Math.max(end, at + 1);
            }
        }
        return all.toString();
    }

    private static void add(String bytes, int from, int to, int width, StringBuilder all) {
        for (int i = from; i < to; i += width) {
            all.append(bytes.charAt(i));
        }
        all.append('\n');
    }

    /** Whether a character of ASCII is there, of which zeros follow. Where zeros come first, this is the same one byte later. */
    private static boolean isWide(String bytes, int at, int width) {
        if (at + width > bytes.length() || !isText(bytes.charAt(at))) {
            return false;
        }
        for (int i = at + 1; i < at + width; i++) {
            if (bytes.charAt(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(char c) {
        return c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t';
    }
}
