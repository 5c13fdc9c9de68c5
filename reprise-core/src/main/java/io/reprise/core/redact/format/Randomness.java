package io.reprise.core.redact.format;

/**
 * How a text compares to words and to random text: the logarithm of the ratio of how probable it is as a random text to how probable it is as an identifier that
 * people have made of words. In bits per pair of characters; above 0, random text is more probable.
 */
public final class Randomness {
    private static final int LETTERS = 26;

    /** What a pair of letters costs in a word, in bits: a row for each first letter. Counted in prompts, answers and source code. */
    private static final String[] PAIRS = {
        "95449759496343959343667958", "38682799469279389448499959", "39683993594589289473499969",
        "48951979298688489549579969", "48436679799453857334957589", "39882389299499389475499969",
        "48992763399564469347499977", "29992799399667399464599969", "56454659998452369543959796",
        "39992999695969257939399999", "58871779399694879938786969", "39952899397389389955579949",
        "25992999399657339959699978", "49433628496786579833669979", "66548669696442559355454789",
        "39783995499389349354599969", "99999999999699699699096999", "37652769396656379544578959",
        "59482794396678449932496979", "49682894299689479445597859", "55554659599443749333999999",
        "39999891999299898499988999", "29782993399594399448998999", "49383599399959929992699759",
        "56653969599554339733795995", "49991999399696499959599955"
    };

    private static final double DIGIT = 3.3;
    private static final double LETTER = 4.7;

    private Randomness() {}

    /** Of a text of 2 characters or more; of a shorter one, nothing can be said. */
    public static double of(CharSequence text) {
        if (text.length() < 2) {
            return 0;
        }
        double bits = 0;
        for (int i = 1; i < text.length(); i++) {
            bits += inWords(text.charAt(i - 1), text.charAt(i));
        }
        return bits / (text.length() - 1) - Math.log(alphabet(text)) / Math.log(2);
    }

    /** What the second character of a pair costs in a text of words. */
    private static double inWords(char first, char second) {
        if (isDigit(second)) {
            return DIGIT + (isDigit(first) ? 0.5 : isLetter(first) ? 5 : 3);
        }
        if (!isLetter(second)) {
            return 3;
        }
        if (isDigit(first)) {
            return LETTER + 3;
        }
        if (!isLetter(first)) {
            return isUpper(second) ? LETTER + 0.5 : LETTER - 0.5;
        }
        if (!isUpper(first) && isUpper(second)) {
            return LETTER + 4;
        }
        double pair = PAIRS[index(first)].charAt(index(second)) - '0';
        return isUpper(first) == isUpper(second) ? pair : pair + 0.5;
    }

    /** How many characters a random text could choose from that has such characters. */
    private static int alphabet(CharSequence text) {
        boolean lower = false;
        boolean upper = false;
        boolean digits = false;
        boolean isHex = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits |= isDigit(c);
            lower |= isLetter(c) && !isUpper(c);
            upper |= isUpper(c);
            isHex &= !isLetter(c) || Character.toLowerCase(c) <= 'f';
        }
        int letters = isHex ? 6 : LETTERS;
        return Math.max(2, (lower ? letters : 0) + (upper ? letters : 0) + (digits ? 10 : 0));
    }

    private static int index(char letter) {
        return (letter | 0x20) - 'a';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLetter(char c) {
        return isUpper(c) || c >= 'a' && c <= 'z';
    }
}
