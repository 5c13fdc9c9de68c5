package io.reprise.core.redact;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.redact.hidden.HiddenSearch;
import io.reprise.core.redact.search.CredentialSearch;
import io.reprise.core.redact.search.KnownCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is found in one exchange, also within codings. */
final class Findings {
    /** Shorter texts have no base64 of a credential. */
    private static final int SHORTEST = 28;

    private final CredentialSearch search;
    private final boolean isComplete;
    private final List<CredentialFinding> maskable = new ArrayList<>();
    private final List<CredentialFinding> unmaskable = new ArrayList<>();
    private Optional<String> unreadable = Optional.empty();

    Findings(CredentialSearch search) {
        this(search, true);
    }

    private Findings(CredentialSearch search, boolean isComplete) {
        this.search = search;
        this.isComplete = isComplete;
    }

    /** Of a request of which only the masked form matters, so that nothing is searched where nothing can be masked. */
    static Findings ofMaskedRequest(CredentialSearch search) {
        return new Findings(search, false);
    }

    void add(String where, String kind) {
        CredentialFinding finding = new CredentialFinding(where, kind);
        if (kind.equals(KnownCredentials.ENCODED_KIND)) {
            unmaskable.add(finding);
        } else if (!maskable.contains(finding)) {
            maskable.add(finding);
        }
    }

    /** Searches documents, whose findings are marked in them. */
    void in(SearchableBody documents, String where) {
        if (!isComplete) {
            documents.search(search);
            return;
        }
        HiddenSearch hidden = new HiddenSearch(search);
        documents.search(search, hidden).forEach(kind -> add(where, kind));
        documents.unmaskable().forEach(kind -> unmaskable.add(new CredentialFinding(where, kind)));
        add(where, hidden);
    }

    /** Searches what a body has in the lines of a stream, after what is next to each other in it has been marked. */
    void inPieces(SearchableBody stream, String where) {
        if (isComplete) {
            stream.search(search).forEach(kind -> unmaskable.add(new CredentialFinding(where, kind)));
        }
    }

    /** As {@link #in(SearchableBody, String)}. */
    void in(LargeBody chunks, String where) {
        HiddenSearch hidden = new HiddenSearch(search);
        chunks.search(search, hidden).forEach(kind -> add(where, kind));
        add(where, hidden);
        unreadable = unreadable.or(chunks::unreadable);
    }

    /** Searches what a body contains in a coding of its own. */
    void inBody(String where, Headers headers, Bytes body) {
        HiddenSearch hidden = new HiddenSearch(search);
        hidden.inBody(headers, body);
        add(where, hidden);
    }

    /** Searches what a text contains in base64. */
    void within(String text, String where) {
        if (isComplete && text.length() >= SHORTEST) {
            HiddenSearch hidden = new HiddenSearch(search);
            hidden.inText(text);
            add(where, hidden);
        }
    }

    private void add(String where, HiddenSearch hidden) {
        hidden.kinds().forEach(kind -> unmaskable.add(new CredentialFinding(where, kind)));
        unreadable = unreadable.or(hidden::unreadable);
    }

    List<CredentialFinding> all() {
        List<CredentialFinding> all = new ArrayList<>(maskable);
        unmaskable.stream().filter(finding -> !all.contains(finding)).forEach(all::add);
        return all;
    }

    /** Those that are where nothing can be masked. */
    List<CredentialFinding> unmaskable() {
        return unmaskable;
    }

    /** Why a part could not be searched. */
    Optional<String> unreadable() {
        return unreadable;
    }
}
