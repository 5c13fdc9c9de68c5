package io.reprise.core.redact;

import io.reprise.core.json.JsonLiterals.Span;
import io.reprise.core.redact.hidden.HiddenSearch;
import io.reprise.core.redact.search.CredentialSearch;
import io.reprise.core.redact.search.CredentialSearch.Found;
import java.util.List;

/**
 * A window of a text that is too long to be in memory. What is found counts where it begins in the middle of the window, so that it is found once, and
 * with {@code margin} characters around it.
 */
final class TextWindow {
    /** Base64 is not cut, up to this length. */
    private static final int LONGEST_RUN = 1 << 20;

    /** What two parts of longer base64 have in common: a multiple of four characters. */
    private static final int OVERLAP = 64 << 10;

    /** Takes what is found. */
    interface Finder {
        /** @param places where it is in the documents; none if that is not known */
        void found(String kind, List<JoinedText.Place> places);
    }

    private final int size;
    private final int margin;
    private final WindowPlaces places;
    private final StringBuilder text = new StringBuilder();

    /** Before this, all that begins has been found. */
    private int settled;

    /** Before this, what is in codings has been found. */
    private int unwrapped;

    /**
     * @param size of the middle, in characters
     * @param hasPlaces whether the places of what is found are needed
     */
    TextWindow(int size, int margin, boolean hasPlaces) {
        this.size = size;
        this.margin = margin;
        this.places = new WindowPlaces(hasPlaces);
    }

    /** Adds a document, or a part of one, unchanged. */
    void add(int document, String source, int from, int to) {
        places.add(document, text.length(), to - from, from);
        text.append(source, from, to);
    }

    /**
     * Adds a string without its escapes.
     *
     * @param before characters of the document that come before {@code source}
     */
    void addString(int document, String source, Span span, int before) {
        JoinedText.Spelled spelled = JoinedText.Spelled.of(source, span);
        places.add(document, text.length(), spelled, before);
        spelled.appendTo(text, source);
    }

    /** In characters. */
    int length() {
        return text.length();
    }

    boolean isFull() {
        return text.length() - settled >= size + margin;
    }

    /**
     * Searches the middle of the window, and forgets what is no longer needed.
     *
     * @param isEnd whether the text ends here
     * @param isShort whether more must be forgotten than where base64 ends
     */
    void search(CredentialSearch search, HiddenSearch hidden, Finder finder, boolean isEnd, boolean isShort) {
        String all = text.toString();
        int until = isEnd ? all.length() : Math.max(settled, all.length() - margin);
        if (until > settled) {
            int from = Math.max(0, settled - margin);
            for (Found found : search.in(all.substring(from))) {
                if (from + found.from() >= settled && from + found.from() < until) {
                    finder.found(found.kind(), places.of(from + found.from(), from + found.to()));
                }
            }
        }
        settled = until;
        unwrap(all, hidden, isEnd, isShort);
        forget(Math.min(unwrapped, Math.max(0, settled - margin)));
    }

    /** Nothing in codings is looked for in what has come so far. */
    void skipHidden() {
        unwrapped = text.length();
    }

    private void unwrap(String all, HiddenSearch hidden, boolean isEnd, boolean isShort) {
        int end = isEnd ? all.length() : endOfRun(all);
        if (end > unwrapped) {
            hidden.inText(all.substring(unwrapped, end));
            unwrapped = end;
        } else if (!isEnd && (isShort || all.length() - unwrapped >= LONGEST_RUN)) {
            int part = (all.length() - unwrapped) / 4 * 4;
            hidden.inText(all.substring(unwrapped, unwrapped + part));
            unwrapped += Math.max(0, part - OVERLAP);
        }
    }

    /** The last place at which neither base64 nor text of two bytes for each character goes on. */
    private int endOfRun(String all) {
        int end = all.length() - 1; // of what follows, one character is known
        while (end > unwrapped && !isBetween(all, end)) {
            end--;
        }
        return end;
    }

    private static boolean isBetween(String all, int at) {
        char before = all.charAt(at - 1);
        if (all.charAt(at) == 0) {
            return false;
        }
        if (before == ' ') {
            return at >= 2 && all.charAt(at - 2) > ' ';
        }
        boolean isLetter = before >= '0' && before <= '9'
                || before >= 'A' && before <= 'Z'
                || before >= 'a' && before <= 'z'
                || "+/-_=\\".indexOf(before) >= 0;
        return before > ' ' && !isLetter;
    }

    private void forget(int count) {
        text.delete(0, count);
        places.forget(count);
        settled -= count;
        unwrapped -= count;
    }
}
