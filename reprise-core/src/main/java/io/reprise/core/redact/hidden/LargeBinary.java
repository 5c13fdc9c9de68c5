package io.reprise.core.redact.hidden;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.redact.search.CredentialSearch;
import io.reprise.core.redact.search.CredentialSearch.Found;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The search for credentials in large bodies that are no text. Only a part of them is in memory as a text at any time. */
public final class LargeBinary {
    private static final int LARGE = 1 << 20;
    private static final int WINDOW = 4 << 20;

    /** The longest credential that is found wherever a window ends, and what comes before one. In bytes. */
    private static final int OVERLAP = 64 << 10;

    private LargeBinary() {}

    public static boolean is(Bytes body) {
        return body.size() > LARGE && !body.isText();
    }

    /** The kinds of credentials in the body. */
    static Set<String> search(Bytes body, CredentialSearch search) {
        Set<String> kinds = new LinkedHashSet<>();
        windows(body, text -> search.inBinary(text).stream().map(Found::kind).forEach(kinds::add));
        return kinds;
    }

    /** Tells parts of the body, one after the other, as texts of a character for each byte. */
    static void windows(Bytes body, Consumer<String> texts) {
        for (int from = 0; from == 0 || from + OVERLAP < body.size(); from += WINDOW - OVERLAP) {
            texts.accept(body.latin1(from, Math.min(body.size(), from + WINDOW)));
        }
    }
}
