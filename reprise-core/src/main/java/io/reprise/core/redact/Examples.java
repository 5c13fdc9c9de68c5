package io.reprise.core.redact;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Distinguishes credentials from examples of credentials, such as {@code sk-xxxxxxxx} or {@code your_api_key_here}. */
final class Examples {
    private static final int MIN_DIFFERENT_CHARACTERS = 9;
    private static final int MIN_KEY_LENGTH = 150;
    private static final Pattern WORD = Pattern.compile(
            "(?i)example|placeholder|redacted|xxxxx|\\*\\*\\*|\\.\\.\\.|0123456789|1234567890|abcdefgh|insert|"
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
    private static final Pattern DIGIT = Pattern.compile("[0-9]");
    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");

    private Examples() {}

    static boolean isNone(String text) {
        return !WORD.matcher(text).find() && text.chars().distinct().count() >= MIN_DIFFERENT_CHARACTERS;
    }

    /** Names such as {@code task-sk-loading-spinner-container} have no digits, or few; random text has. */
    static boolean looksRandom(String text) {
        return isNone(text)
                && LETTER.matcher(text).find()
                && DIGIT.matcher(text).results().limit(2).count() == 2;
    }

    static boolean isNoPassword(String text) {
        return !PASSWORDS.contains(text.toLowerCase(Locale.ROOT))
                && !WORD.matcher(text).find()
                && !text.contains("{")
                && !text.contains(Redaction.MASK);
    }

    static boolean isLongEnoughForAKey(String text) {
        return text.length() >= MIN_KEY_LENGTH && !text.contains("...") && isNone(text);
    }
}
