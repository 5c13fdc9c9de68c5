package io.reprise.core.json;

/** JSON as text that no terminal obeys: JSON itself escapes only the control characters below U+0020. */
public final class SafeJson {
    private SafeJson() {}

    /** They can only be within strings, where an escape is the same character. */
    public static String text(Json value, Layout layout) {
        String text = value.write(layout);
        if (text.chars().noneMatch(SafeJson::controls)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 64);
        text.chars().forEach(c -> {
            if (controls(c)) {
                safe.append("\\u%04x".formatted(c));
            } else {
                safe.append((char) c);
            }
        });
        return safe.toString();
    }

    private static boolean controls(int c) {
        return c >= 0x7f && c <= 0x9f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }
}
