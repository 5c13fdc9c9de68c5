package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Made-up credentials that are nowhere else, so that it shows where one has got to. */
public final class Canaries {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int PIECE = 12;

    private final long seed;
    private final Random random;

    /** What must be nowhere, in small letters, and the canary that it is a piece of. */
    private final Map<String, String> pieces = new HashMap<>();

    public Canaries(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** One that is recognized by its form. */
    public String ofKnownForm() {
        String[] forms = {"sk-" + "proj-", "sk-" + "ant-api03-", "xai-", "gsk_"};
        return planted(forms[random.nextInt(forms.length)] + letters(52));
    }

    /** One that has no form; it is known because somebody uses it. */
    public String ofNoForm() {
        String[] beginnings = {"", "client+", "own-secret-", "k.", "a/b="};
        return planted(beginnings[random.nextInt(beginnings.length)] + letters(14) + random.nextInt(10) + letters(6));
    }

    /** One that can be a method or a part of a name. */
    public String ofNoFormInLetters() {
        return planted("own-" + letters(16) + random.nextInt(10));
    }

    /** One with a beginning that tells it apart. */
    public String of(String beginning) {
        return planted(beginning + letters(20) + random.nextInt(10));
    }

    /** Two of several, since all of them would take too long. */
    public List<String> two(String... canaries) {
        int first = random.nextInt(canaries.length);
        return List.of(canaries[first], canaries[(first + 1 + random.nextInt(canaries.length - 1)) % canaries.length]);
    }

    private String letters(int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    private String planted(String canary) {
        note(canary, canary);
        note(base64(canary), canary);
        return canary;
    }

    private void note(String text, String canary) {
        String small = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i + PIECE <= small.length(); i++) {
            pieces.put(small.substring(i, i + PIECE), canary);
        }
    }

    /** All pieces of canaries of 12 characters that are in {@code text}, in whatever letters. */
    public void assertNoneIn(String what, String text) {
        String small = text.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        for (int i = 0; i + PIECE <= small.length(); i++) {
            String canary = pieces.get(small.substring(i, i + PIECE));
            if (canary != null) {
                found.add(canary + " in …" + text.substring(Math.max(0, i - 160), Math.min(text.length(), i + 100)));
                i += PIECE;
            }
        }
        assertThat(found.stream().limit(3)).as("%s, seed %d", what, seed).isEmpty();
    }

    /** Each character as an escape of a JSON string. */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(String.format(Locale.ROOT, "\\u%04x", c)));
        return escaped.toString();
    }

    /** Each byte percent-encoded. */
    public static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format(Locale.ROOT, "%%%02X", b));
        }
        return encoded.toString();
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
