package io.reprise.core.redact;

import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.pattern.PatternLimitException;
import io.reprise.core.redact.escape.EncodedWords;
import io.reprise.core.redact.search.CredentialSearch;
import io.reprise.core.redact.search.KnownCredentials;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Masks credentials in all that leaves the process in words: log lines, reports, error messages and names. Texts must be masked before they are
 * compared or shortened, since a part of a credential is not recognized. Immutable but for the credentials that are known.
 */
public final class CredentialMask {
    private final CredentialSearch search;

    CredentialMask(CredentialSearch search) {
        this.search = search;
    }

    /** {@code text} with {@link Redaction#MASK} in the place of each credential, also where escapes hide it; the same object if it has none. */
    public String of(String text) {
        TextEdits edits = new TextEdits();
        try {
            search.in(text).forEach(found -> mask(found.from(), found.to(), edits));
            EncodedWords.in(text).forEach(word -> maskIfOne(word, edits));
        } catch (PatternLimitException unsearched) {
            return Redaction.MASK;
        }
        return edits.isEmpty() ? text : edits.applyTo(text);
    }

    private void maskIfOne(EncodedWords.Word word, TextEdits edits) {
        if (!search.in(word.decoded()).isEmpty()) {
            mask(word.from(), word.to(), edits);
        }
    }

    private static void mask(int from, int to, TextEdits edits) {
        edits.replace(from, to, Redaction.MASK);
    }

    /** The kinds of the credentials in a text, in words for people; none for a text that cannot be searched. */
    public Set<String> kinds(String text) {
        Set<String> kinds = new LinkedHashSet<>();
        try {
            search.in(text).forEach(found -> kinds.add(found.kind()));
        } catch (PatternLimitException unsearched) {
            return Set.of();
        }
        return kinds;
    }

    /** Whether it has no credential. */
    public boolean isClean(String text) {
        return of(text).equals(text);
    }

    /** {@code value} with credentials masked, wherever they stand in it; the same object if it has none. */
    public Json of(Json value) {
        String text = value.write(Layout.COMPACT);
        String masked = of(text);
        return masked.equals(text) ? value : Json.tryParse(masked).orElseGet(() -> ofLarge(value));
    }

    /** As {@link #of(Json)}, for a large value, of which no text is made: what the name of a member tells of its value is not seen. */
    public Json ofLarge(Json value) {
        return MaskedJson.of(value, this::of);
    }

    /** Notes what a request sends as credentials, so that they are masked from now on; see {@link KnownCredentials#note}. */
    public void note(Headers headers, String query) {
        search.known().ifPresent(known -> known.note(headers, query));
    }

    /** Changes when more credentials are known, so that what had none may have one now. */
    public long version() {
        return search.known().map(KnownCredentials::version).orElse(0L);
    }
}
