package io.reprise.core.redact.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Distinguishes credentials from examples of credentials, such as {@code sk-xxxxxxxx} or {@code your_api_key_here}. */
public final class Examples {
    /** Text below it is made of words; see {@link Randomness}. */
    public static final double LEAST_RANDOM = -0.55;

    private static final int LONGER_THAN_WORDS = 24;
    private static final int MIN_DIFFERENT_CHARACTERS = 8;
    private static final Pattern WORD = Pattern.compile(
            "(?i)example|placeholder|redacted|xxxxx|\\*\\*\\*|\\.\\.\\.|0123456789|1234567890|abcdefgh|insert|\\[masked\\]|"
                    + "(?<![a-z0-9])(?:your|test|testing|fake|dummy|mock|sample|demo|foo|bar|todo|changeme|masked)(?![a-z0-9])");
    private static final Set<String> PASSWORDS = Set.of(
            "password",
            "passwd",
            "secret",
            "postgres",
            "changeme",
            "mypassword",
            "pass123",
            "password123",
            "<password>");

    /** The first half of the SHA-256 of credentials that providers print in their documentation, so that none of them stands here. */
    private static final Set<String> DOCUMENTED = Set.of(
            "6c96130f130ab0d6d158397e24d2bcc1",
            "00cf4c781dc37003f7c7dd7d4c9a6ef1",
            "ca7459e2b26776de081b9a07e40227fd",
            "ea9bdfd02c0c412c8cc36ba67f6c17f9",
            "8d567eb88afff34f31ab97fbb2731e58",
            "9d03b692e941d5ace207a9f804883443",
            "bf145d9380bbe05bdc1a72525796b224",
            "2cafc0970149a84f3b9e62eaf169f36f",
            "f2d6ca16515033e5dce14eba840b979d",
            "7e8de44ea9ecf6d53415c90f5b249a85",
            "0b5dd075ccdd03c42f4edda8e299e683",
            "02f7ce3c263f85c019eeeeea4b08f1b7",
            "cf4d418ed3de92d71f767db5391d5a2d",
            "e37e22a90767370738f05d94bb7412f7");

    private Examples() {}

    /** Whether the text says that it is an example, or is one that everybody knows. */
    public static boolean isExample(String text) {
        return WORD.matcher(text).find()
                || text.chars().distinct().limit(MIN_DIFFERENT_CHARACTERS).count() < MIN_DIFFERENT_CHARACTERS;
    }

    /** Whether a provider shows this credential to everybody. */
    public static boolean isDocumented(String credential) {
        return DOCUMENTED.contains(hash(credential));
    }

    /** Whether the text is neither an example nor made of words. */
    public static boolean looksRandom(String text) {
        return looksRandom(text, LEAST_RANDOM);
    }

    /** @param least see {@link Randomness} */
    public static boolean looksRandom(String text, double least) {
        if (isExample(text)) {
            return false;
        }
        String part = longestPart(text);
        return Randomness.of(text) >= least || !part.isEmpty() && Randomness.of(part) >= least;
    }

    /** The longest part without separators, if no word is as long: numbers beside it may hide that it is random. */
    private static String longestPart(String text) {
        int longest = 0;
        int from = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !Surroundings.isLetterOrDigit(text.charAt(i))) {
                if (i - start > longest) {
                    longest = i - start;
                    from = start;
                }
                start = i + 1;
            }
        }
        return longest < LONGER_THAN_WORDS ? "" : text.substring(from, from + longest);
    }

    /** Whether the text may be a password in a URL or a command. */
    public static boolean isPassword(String text) {
        return !PASSWORDS.contains(text.toLowerCase(Locale.ROOT))
                && !WORD.matcher(text).find()
                && text.indexOf('{') < 0
                && text.indexOf('$') < 0;
    }

    static String hash(String credential) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(credential.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, hash.length / 2);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
