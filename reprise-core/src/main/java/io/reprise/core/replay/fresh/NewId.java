package io.reprise.core.replay.fresh;

import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes ids that look like the old ones: the same words before the same separators, then the same number of characters
 * of the same kind, if these are enough to be unique.
 */
final class NewId {
    private static final Pattern WORDS = Pattern.compile("(?:[A-Za-z]{1,16}[-_])++");
    /** What names of resources and URLs have before their last segment. */
    private static final Pattern PATH =
            Pattern.compile("(?:(?<url>[a-z][a-z0-9]{1,9}:/)|[A-Za-z]{3,40})/(?:[^/?#]*+/)*+");
    /** What a URL may have behind it, such as {@code :download?alt=media}. */
    private static final Pattern END = Pattern.compile("[:?#]");

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int UUID_VERSION = 14;
    private static final int UUID_VARIANT = 19;

    private static final String DIGITS = "0123456789";
    private static final String HEX = DIGITS + "abcdef";
    private static final String UPPER_HEX = DIGITS + "ABCDEF";
    private static final String LOWER = DIGITS + "abcdefghijklmnopqrstuvwxyz";
    private static final String ALL = LOWER + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    /** Characters for an id whose own characters are too few, or not ASCII. */
    private static final int USUAL_LENGTH = 24;

    private NewId() {}

    /**
     * A text in three pieces.
     *
     * @param id the last segment of a name or a URL, without a verb; else the text as a whole
     */
    record Pieces(String before, String id, String after) {}

    static Pieces pieces(String old) {
        Matcher path = PATH.matcher(old);
        if (!path.lookingAt()) {
            return new Pieces("", old, "");
        }
        Matcher end = END.matcher(old);
        int from = path.end();
        int to = path.group("url") != null && end.find(from) ? end.start() : old.length();
        return new Pieces(old.substring(0, from), old.substring(from, to), old.substring(to));
    }

    static String like(String old, RandomGenerator random) {
        Matcher words = WORDS.matcher(old);
        String prefix = words.lookingAt() && !UUID.matcher(old).matches() ? words.group() : "";
        String rest = old.substring(prefix.length());
        boolean isUuid = UUID.matcher(rest).matches();
        String alphabet = isUuid ? hex(rest) : alphabet(rest);
        if (alphabet.isEmpty()) {
            rest = "x".repeat(USUAL_LENGTH);
            alphabet = ALL;
        }
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (isUuid && i == UUID_VARIANT) {
                id.append(alphabet.charAt(8 + random.nextInt(4)));
            } else if (isAlphanumeric(c) && !(isUuid && i == UUID_VERSION)) {
                id.append(alphabet.charAt(random.nextInt(alphabet.length())));
            } else {
                id.append(c);
            }
        }
        return id.toString();
    }

    /** The characters to draw from: more than 50 bits in all; empty if the old ones are not enough for that. */
    private static String alphabet(String rest) {
        long drawn = rest.chars().filter(NewId::isAlphanumeric).count();
        boolean isPlain = rest.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
        if (!isPlain || drawn < 9) {
            return "";
        }
        if (drawn >= 16 && isOf(rest, DIGITS)) {
            return DIGITS;
        }
        if (drawn >= 13 && (isOf(rest, HEX) || isOf(rest, UPPER_HEX))) {
            return hex(rest);
        }
        return drawn >= 10 && isOf(rest, LOWER) ? LOWER : ALL;
    }

    private static String hex(String rest) {
        return isOf(rest, UPPER_HEX) && !isOf(rest, HEX) ? UPPER_HEX : HEX;
    }

    private static boolean isOf(String text, String alphabet) {
        return text.chars().allMatch(c -> !isAlphanumeric(c) || alphabet.indexOf(c) >= 0);
    }

    private static boolean isAlphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
