package io.reprise.core.redact.search;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One spelling of a credential that is in use.
 *
 * @param text at least four characters
 * @param how its letters are compared, and what may stand beside it
 */
record KnownText(String text, Comparison how) {
    /** The fewest characters of a spelling that is searched for. */
    static final int SHORTEST = 4;

    /** From this length on a text with digits stands nowhere by chance, also within a longer word. */
    private static final int UNMISTAKABLE = 16;

    /** Programs escape texts within texts, seldom deeper. */
    private static final int DEEPEST = 3;

    /** How a spelling is found. */
    enum Comparison {
        /** Also in small or capital letters. */
        ANY_CASE,
        /** As {@link #ANY_CASE}, and not as a part of a longer word. */
        WHOLE_WORD,
        /** Base64, in which a letter's case is a part of it. */
        BASE64
    }

    /** All spellings of a credential that programs make of it: as it is, escaped, percent-encoded, and within base64. */
    static List<KnownText> of(String credential) {
        boolean isUnmistakable =
                credential.length() >= UNMISTAKABLE && credential.chars().anyMatch(c -> c >= '0' && c <= '9');
        Comparison how = isUnmistakable ? Comparison.ANY_CASE : Comparison.WHOLE_WORD;
        Set<KnownText> all = new LinkedHashSet<>();
        for (String spelled : spellings(credential)) {
            all.add(new KnownText(spelled, how));
            all.add(new KnownText(inBytes(spelled), how));
            all.add(new KnownText(fromBytes(spelled), how));
        }
        byte[] bytes = credential.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            String standard = base64(bytes, before);
            all.add(new KnownText(standard, Comparison.BASE64));
            all.add(new KnownText(standard.replace('+', '-').replace('/', '_'), Comparison.BASE64));
        }
        all.removeIf(each -> each.text.length() < SHORTEST);
        return new ArrayList<>(all);
    }

    private static Set<String> spellings(String credential) {
        Set<String> all = new LinkedHashSet<>(Set.of(credential));
        String escaped = credential;
        String withSlashes = credential;
        for (int depth = 0; depth < DEEPEST; depth++) {
            escaped = escaped.replace("\\", "\\\\").replace("\"", "\\\"");
            withSlashes =
                    withSlashes.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/");
            all.add(escaped);
            all.add(withSlashes);
        }
        all.add(encoded(credential, ""));
        all.add(encoded(credential, "/"));
        all.add(encoded(credential, "!*'()"));
        all.add(encoded(credential, "").replace("%20", "+"));
        String asForm = credential.replace('+', ' '); // as a query is read in which it stands unescaped
        all.add(asForm);
        all.add(encoded(asForm, ""));
        all.add(encoded(asForm, "/="));
        all.add(credential.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        return all;
    }

    private static String encoded(String text, String plain) {
        return PercentEncoding.encode(text.getBytes(StandardCharsets.UTF_8), plain);
    }

    /** The text with a character for each byte of its UTF-8, as bodies are searched. */
    private static String inBytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Headers come with a character for each byte. */
    private static String fromBytes(String text) {
        return text.chars().allMatch(c -> c < 0x100)
                ? Bytes.owning(text.getBytes(StandardCharsets.ISO_8859_1))
                        .decode()
                        .orElse(text)
                : text;
    }

    /** What base64 of a longer text has, if {@code before} bytes, or three more each, precede: the characters that depend on these bytes only. */
    private static String base64(byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String all = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = (before * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        return all.substring(from, Math.max(from, to));
    }

    /** Whether this stands in {@code text} up to {@code end}. */
    boolean endsAt(int end, String in) {
        int start = end - text.length();
        if (start < 0 || !in.regionMatches(how != Comparison.BASE64, start, text, 0, text.length())) {
            return false;
        }
        return how != Comparison.WHOLE_WORD || isEdge(in, start) && (end == in.length() || !isPart(in.charAt(end)));
    }

    private static boolean isEdge(String in, int start) {
        return start == 0 || !isPart(in.charAt(start - 1)) || isAfterEscape(in, start);
    }

    private static boolean isPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** The letters before are those of an escape, such as {@code %20} or {@code \n}. */
    private static boolean isAfterEscape(String in, int at) {
        return at >= 3 && in.charAt(at - 3) == '%' && isHex(in, at - 2, at)
                || at >= 2 && in.charAt(at - 2) == '\\' && "nrtbf".indexOf(in.charAt(at - 1)) >= 0
                || at >= 6 && in.startsWith("\\u", at - 6) && isHex(in, at - 4, at);
    }

    private static boolean isHex(String in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.digit(in.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
