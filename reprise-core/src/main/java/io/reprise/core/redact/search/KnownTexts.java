package io.reprise.core.redact.search;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds any of many texts in another, in one pass: the last four characters of each say whether it may end at a place.
 * Thread-safe; a text that was added before a search began, by the same thread or one that has told it, is found by it.
 */
final class KnownTexts {
    private static final int BITS = 18;
    private static final KnownText[] NONE = {};

    /** Which sums of four characters end a text; a few others seem to, too. */
    private final long[] ends = new long[1 << BITS - 6];

    private final ConcurrentMap<Integer, KnownText[]> byEnd = new ConcurrentHashMap<>();
    private int removed;

    synchronized void add(List<KnownText> texts) {
        for (KnownText text : texts) {
            byEnd.merge(end(text.text()), new KnownText[] {text}, KnownTexts::both);
            mark(end(text.text()));
        }
    }

    synchronized void remove(List<KnownText> texts) {
        for (KnownText text : texts) {
            byEnd.computeIfPresent(end(text.text()), (end, all) -> without(all, text));
        }
        removed += texts.size();
        if (removed > ends.length) {
            removed = 0;
            Arrays.fill(ends, 0);
            byEnd.keySet().forEach(this::mark);
        }
    }

    private static KnownText[] both(KnownText[] some, KnownText[] more) {
        KnownText[] all = Arrays.copyOf(some, some.length + 1);
        all[some.length] = more[0];
        return all;
    }

    /** One of them, since another credential may have the same spelling. */
    private static KnownText @Nullable [] without(KnownText[] all, KnownText gone) {
        int at = Arrays.asList(all).indexOf(gone);
        if (at < 0) {
            return all;
        }
        KnownText[] rest = new KnownText[all.length - 1];
        System.arraycopy(all, 0, rest, 0, at);
        System.arraycopy(all, at + 1, rest, at, rest.length - at);
        return rest.length == 0 ? null : rest;
    }

    private void mark(int end) {
        int place = place(end);
        ends[place >> 6] |= 1L << place;
    }

    /** @param found takes each text that was found, and where it ends */
    void visit(String in, ObjIntConsumer<KnownText> found) {
        int end = 0;
        for (int i = 0; i < in.length(); i++) {
            end = end << 8 | folded(in.charAt(i));
            int place = place(end);
            if ((ends[place >> 6] & 1L << place) != 0 && i + 1 >= KnownText.SHORTEST) {
                for (KnownText text : byEnd.getOrDefault(end, NONE)) {
                    if (text.endsAt(i + 1, in)) {
                        found.accept(text, i + 1);
                    }
                }
            }
        }
    }

    private static int end(String text) {
        int end = 0;
        for (int i = text.length() - KnownText.SHORTEST; i < text.length(); i++) {
            end = end << 8 | folded(text.charAt(i));
        }
        return end;
    }

    /** Eight bits of a character, the same for a small letter and its capital. */
    private static int folded(char c) {
        return (c >= 'A' && c <= 'Z' ? c | 0x20 : c) & 0xff;
    }

    private static int place(int end) {
        return end * 0x9E3779B1 >>> 32 - BITS;
    }
}
