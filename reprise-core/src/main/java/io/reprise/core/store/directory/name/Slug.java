package io.reprise.core.store.directory.name;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedRequest;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words for file names, of {@code a-z}, {@code 0-9}, {@code .}, {@code _} and {@code -} only. */
public final class Slug {
    private static final int MAX_LENGTH = 60;

    private Slug() {}

    /** The words that describe a recording's question to people. They depend only on the request. */
    public static String of(ParsedRequest request) {
        return of(request.family().name(), request.model().orElse(""), request.title());
    }

    /** The words that describe a conversation to people. */
    static String of(ApiFamily family, ParsedConversation conversation) {
        return of(family.name(), conversation.model().orElse(""), conversation.title());
    }

    private static String of(String family, String model, String title) {
        String words = Stream.of(family, model, title)
                .map(word -> clean(word.substring(0, Math.min(word.length(), 4 * MAX_LENGTH))))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining("-"));
        return words.isEmpty() ? "recording" : cut(words);
    }

    /** The slug of a list of models, of which each upstream has its own. */
    static String ofModelList(ApiFamily family, String upstream) {
        String readable = clean(upstream);
        String unique = readable.equals(upstream) ? readable : readable + "-" + Digests.brief(upstream);
        return upstream.isEmpty() ? clean(family.name()) : clean(family.name()) + "-" + unique;
    }

    /** {@code text} in lower case, without accents, with one hyphen for each sequence of other characters. */
    static String clean(String text) {
        String letters = text.chars().allMatch(c -> c < 0x80)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        String lower = letters.toLowerCase(Locale.ROOT).replace("ß", "ss");
        StringBuilder words = new StringBuilder(lower.length());
        boolean isBetween = true;
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            boolean isLetter = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_';
            if (isLetter || !isBetween) {
                words.append(isLetter || c == '.' ? c : '-');
            }
            isBetween = !isLetter;
        }
        if (isBetween && !words.isEmpty()) {
            words.setLength(words.length() - 1);
        }
        return words.toString();
    }

    /** The first words that fit. */
    private static String cut(String words) {
        if (words.length() <= MAX_LENGTH) {
            return words;
        }
        int end = words.lastIndexOf('-', MAX_LENGTH);
        return words.substring(0, end > MAX_LENGTH / 2 ? end : MAX_LENGTH).replaceAll("[-.]+$", "");
    }
}
