package io.reprise.cli.terminal;

/** How many columns of a terminal texts take. */
public final class DisplayWidth {
    private DisplayWidth() {}

    /** The columns of a text of one line. */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The text in at most {@code most} columns; of a longer one the beginning, and {@code …}. */
    public static String beginning(String text, int most) {
        if (of(text) <= most) {
            return text;
        }
        int end = 0;
        int width = 1;
        while (end < text.length() && width + of(text.codePointAt(end)) <= most) {
            width += of(text.codePointAt(end));
            end += Character.charCount(text.codePointAt(end));
        }
        return text.substring(0, end) + "…";
    }

    /** As {@link #beginning}, but the end is kept. */
    public static String end(String text, int most) {
        if (of(text) <= most) {
            return text;
        }
        int start = text.length();
        int width = 1;
        while (start > 0 && width + of(text.codePointBefore(start)) <= most) {
            width += of(text.codePointBefore(start));
            start -= Character.charCount(text.codePointBefore(start));
        }
        return "…" + text.substring(start);
    }

    private static int of(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** Unicode's East Asian Width W and F, in the blocks where they are (UAX #11), and pictures. */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || c >= 0x2e80 && c <= 0xa4cf && c != 0x303f
                        || c >= 0xac00 && c <= 0xd7a3
                        || c >= 0xf900 && c <= 0xfaff
                        || c >= 0xfe30 && c <= 0xfe6f
                        || c >= 0xff00 && c <= 0xff60
                        || c >= 0xffe0 && c <= 0xffe6
                        || c >= 0x1f300 && c <= 0x1f64f
                        || c >= 0x1f680 && c <= 0x1f6ff
                        || c >= 0x1f900 && c <= 0x1f9ff
                        || c >= 0x20000 && c <= 0x3fffd);
    }
}
