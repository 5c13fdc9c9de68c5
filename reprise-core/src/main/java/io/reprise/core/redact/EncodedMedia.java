package io.reprise.core.redact;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sound and images as base64 in JSON: random text in which credentials seem to be. */
final class EncodedMedia {
    private static final int SHORTEST = 300;

    /** Longer than any credential, but for those that begin with the markers of session tokens. */
    private static final Pattern STRING = Pattern.compile(
            "\"(?!IQoJb3JpZ2lu|FwoGZXIvYXdz|ABSK)((?:[A-Za-z0-9+/_-]|\\\\/){" + SHORTEST + ",}+={0,2})\"");

    private EncodedMedia() {}

    /** {@code text} with other characters in the place of such strings. */
    static String hidden(String text) {
        if (text.length() < SHORTEST) {
            return text;
        }
        StringBuilder hidden = new StringBuilder(text);
        Matcher matcher = STRING.matcher(text);
        while (matcher.find()) {
            for (int i = matcher.start(1); i < matcher.end(1); i++) {
                hidden.setCharAt(i, ' ');
            }
        }
        return hidden.toString();
    }
}
