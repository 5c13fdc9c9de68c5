package io.reprise.core.redact.escape;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Words in base64 that stand for text. */
public final class EncodedWords {
    /** Shorter ones have no credential. */
    private static final int SHORTEST = 16;

    /** Nobody reads longer ones. */
    private static final int LONGEST = 1 << 16;

    /** So many characters tell text from sound and images. */
    private static final int SAMPLE = 32;

    /**
     * A word and its place.
     *
     * @param decoded the text that it stands for
     */
    public record Word(int from, int to, String decoded) {}

    private EncodedWords() {}

    public static List<Word> in(String text) {
        List<Word> words = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || !isOfBase64(text.charAt(at))) {
                if (at - from >= SHORTEST && at - from <= LONGEST) {
                    decode(text, from, at, words);
                }
                from = at + 1;
            }
        }
        return words;
    }

    private static void decode(String text, int from, int to, List<Word> words) {
        int sample = Math.min(SAMPLE, (to - from) / 4 * 4);
        if (decoded(text.substring(from, from + sample)).isEmpty()) {
            return;
        }
        String decoded = decoded(text.substring(from, to));
        if (!decoded.isEmpty()) {
            words.add(new Word(from, to, decoded));
        }
    }

    /** Empty if it does not stand for text. */
    private static String decoded(String word) {
        try {
            byte[] bytes = Base64.getDecoder().decode(word.replace('-', '+').replace('_', '/'));
            for (byte b : bytes) {
                if (b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                    return "";
                }
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException isNone) {
            return "";
        }
    }

    private static boolean isOfBase64(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '+'
                || c == '/'
                || c == '-'
                || c == '_';
    }
}
