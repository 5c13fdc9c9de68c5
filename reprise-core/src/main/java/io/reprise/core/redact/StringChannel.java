package io.reprise.core.redact;

import io.reprise.core.json.JsonLiterals.Span;
import io.reprise.core.redact.hidden.HiddenSearch;
import io.reprise.core.redact.search.CredentialSearch;
import org.jspecify.annotations.Nullable;

/**
 * A string that continues over the chunks of a large answer. As long as each chunk has the same one, such as an id, it is only counted, and later
 * searched a few times: as often as shows all that many times would.
 */
final class StringChannel {
    /** A longer one is none that some service splits into equal pieces. */
    private static final int LONG = 16;

    private static final int FEW = 2;
    private static final int UNKNOWN = -1;

    private final TextWindow window;
    private final int margin;
    private final boolean isEach;
    private @Nullable String same;
    private int firstDocument;
    private int firstPlace;
    private long count;
    private boolean isVaried;

    /**
     * @param hasPlaces whether the places of what is found are needed
     * @param isEach whether each string is searched, also if it is always the same
     */
    StringChannel(LargeBody.Sizes sizes, boolean hasPlaces, boolean isEach) {
        this.margin = sizes.aroundString();
        this.window = new TextWindow(sizes.string(), margin, hasPlaces);
        this.isEach = isEach;
    }

    /** In characters. */
    int length() {
        return window.length() + (same == null ? 0 : same.length());
    }

    boolean isFull() {
        return window.isFull();
    }

    void add(int document, String text, Span span) {
        String known = same;
        if (!isVaried && count == 0) {
            same = text.substring(span.from(), span.to());
            firstDocument = document;
            firstPlace = span.from();
        } else if (!isVaried && known != null && !isSame(known, text, span)) {
            isVaried = true;
            if (!isEach) {
                addCopies(known, Math.min(count, mostCopies(known)));
            }
            same = null;
        }
        count++;
        if (isVaried || isEach) {
            window.addString(document, text, span, 0);
        }
    }

    private static boolean isSame(String known, String text, Span span) {
        return known.length() == span.to() - span.from() && text.startsWith(known, span.from());
    }

    /** More show nothing that these do not show. */
    private long mostCopies(String known) {
        return FEW + 1 + 2L * margin / Math.max(1, known.length());
    }

    private void addCopies(String known, long copies) {
        Span all = new Span(0, known.length());
        for (long i = 0; i < copies && !known.isEmpty(); i++) {
            window.addString(count == 1 ? firstDocument : UNKNOWN, known, all, firstPlace);
        }
    }

    void search(CredentialSearch search, HiddenSearch hidden, TextWindow.Finder finder, boolean isShort) {
        window.search(search, hidden, finder, false, isShort);
    }

    /** Searches what is left, now that all chunks have been read. */
    void finish(CredentialSearch search, HiddenSearch hidden, TextWindow.Finder finder) {
        String known = same;
        if (known != null && !isEach) {
            boolean isId = count > FEW && known.length() >= LONG && known.indexOf('\\') < 0;
            addCopies(known, isId ? FEW : Math.min(count, mostCopies(known)));
        }
        if (!isVaried && count > 1) {
            window.skipHidden();
        }
        window.search(search, hidden, finder, true, false);
    }
}
