package io.reprise.core.redact.search;

import io.reprise.core.exchange.Headers;
import io.reprise.core.redact.escape.EscapedLetters;
import io.reprise.core.redact.escape.UnescapedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Credentials that are in use, which are searched for as they are: those that clients have sent, the latest 1,000 of them, and those of the
 * configuration. In memory only; thread-safe.
 */
public final class KnownCredentials {
    /** The kind that a finding names. */
    static final String KIND = "credential in use";

    /** The kind of one that is within base64. */
    public static final String ENCODED_KIND = "credential in use, in base64";

    private static final int MOST_OF_CLIENTS = 1_000;
    private static final int SHORTEST_OF_CLIENTS = 8;
    private static final int LONGEST_WORD_OF_CLIENTS = 12;
    private static final int SHORTEST_CONFIGURED = 6;
    private static final int LONGEST_WORD_CONFIGURED = 8;
    private static final int SHORTEST_LIKELY = 12;
    private static final Pattern NAMING_VARIABLE =
            Pattern.compile("(?:KEY|TOKEN|SECRET|PASS|PASSWD|PASSWORD|PWD|AUTH|PAT)$", Pattern.CASE_INSENSITIVE);

    /** Letters and digits; neither a path nor a sentence. */
    private static final Pattern LIKELY = Pattern.compile("(?=.*[A-Za-z])(?=.*[0-9])[^/.\\s]\\S*");

    /** Longer ones are no credentials, or are found by their form. */
    private static final int LONGEST = 8_192;

    /** So much of a text is in memory without its escapes at any time. In characters. */
    private static final int WINDOW = 1 << 18;

    /** The longest credential that is found wherever a window ends, with all its letters escaped. In characters. */
    private static final int OVERLAP = 1 << 16;

    private final KnownTexts texts = new KnownTexts();
    private final EscapedLetters letters = new EscapedLetters();
    private final Map<String, List<KnownText>> ofClients = new LinkedHashMap<>();
    private final Set<String> configured = ConcurrentHashMap.newKeySet();

    /** Values of headers that have been read, so that the same one is not read again. */
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private volatile long version;

    /** Notes a credential that the configuration has. One that is shorter than 6 characters is not searched for. */
    public void configure(String credential) {
        if (credential.length() >= SHORTEST_CONFIGURED
                && credential.length() <= LONGEST
                && !Placeholders.is(credential, LONGEST_WORD_CONFIGURED)
                && configured.add(credential)) {
            add(credential);
        }
    }

    /** Notes the credentials in a header that the configuration has. */
    public void configureHeader(String name, String value) {
        if (SentCredentials.isOne(name, value)) {
            SentCredentials.inHeader(name, value).forEach(this::configure);
        }
    }

    /** Notes the value of an environment variable whose name says that it is a credential, if it looks like one. */
    public void configureVariable(String name, String value) {
        if (CredentialNames.isHeader(name) || NAMING_VARIABLE.matcher(name).find()) {
            configureValue(value);
        }
    }

    /** Notes a value that is likely to be a credential, if it looks like one. */
    public void configureValue(String value) {
        if (value.length() >= SHORTEST_LIKELY && LIKELY.matcher(value).matches() && !value.contains("://")) {
            configure(value);
        }
    }

    /**
     * Notes what a request sends as credentials. Those that are shorter than 8 characters, and what everybody sends where nobody checks it, are
     * not searched for.
     *
     * @param query percent-encoded as it came
     */
    public void note(Headers headers, String query) {
        boolean isKnown = query.indexOf('=') < 0;
        for (Headers.Field field : headers.fields()) {
            isKnown = isKnown && (!SentCredentials.isOne(field.name(), field.value()) || seen.contains(field.value()));
        }
        if (!isKnown) {
            read(headers, query);
        }
    }

    private void read(Headers headers, String query) {
        SentCredentials.in(headers, query).stream()
                .filter(sent -> sent.length() >= SHORTEST_OF_CLIENTS && sent.length() <= LONGEST)
                .filter(sent -> !Placeholders.is(sent, LONGEST_WORD_OF_CLIENTS))
                .forEach(this::note);
        for (Headers.Field field : headers.fields()) {
            if (SentCredentials.isOne(field.name(), field.value())
                    && field.value().length() <= LONGEST) {
                see(field.value());
            }
        }
    }

    private void see(String value) {
        if (seen.size() >= MOST_OF_CLIENTS) {
            seen.clear();
        }
        seen.add(value);
    }

    private synchronized void note(String credential) {
        List<KnownText> spellings = ofClients.remove(credential);
        if (spellings != null) {
            ofClients.put(credential, spellings); // the latest now
            return;
        }
        if (configured.contains(credential)) {
            return;
        }
        if (ofClients.size() >= MOST_OF_CLIENTS) {
            String oldest = ofClients.keySet().iterator().next();
            texts.remove(ofClients.getOrDefault(oldest, List.of()));
            ofClients.remove(oldest);
            seen.clear(); // who sends it again is to be noted again
        }
        ofClients.put(credential, add(credential));
    }

    private synchronized List<KnownText> add(String credential) {
        List<KnownText> spellings = KnownText.of(credential);
        texts.add(spellings);
        letters.add(credential);
        version++;
        return spellings;
    }

    /** Changes when more is known. */
    public long version() {
        return version;
    }

    /** The places of all that are known, also where escapes hide letters of them. */
    public List<CredentialSearch.Found> in(String text) {
        return in(text, List.of());
    }

    /**
     * As {@link #in(String)}.
     *
     * @param levels what the text is without its escapes, if somebody has taken them off already; otherwise empty
     */
    List<CredentialSearch.Found> in(String text, List<UnescapedText> levels) {
        if (version == 0) {
            return List.of();
        }
        List<CredentialSearch.Found> found = new ArrayList<>();
        find(text, (from, to, kind) -> found.add(new CredentialSearch.Found(kind, from, to)));
        if (!levels.isEmpty()) {
            findEscaped(levels, 0, found);
        } else if (letters.areEscapedIn(text)) {
            for (int from = 0; from == 0 || from + OVERLAP < text.length(); from += WINDOW - OVERLAP) {
                String window = text.substring(from, Math.min(text.length(), from + WINDOW));
                findEscaped(UnescapedText.levels(window), from, found);
            }
        }
        return found;
    }

    private void findEscaped(List<UnescapedText> levels, int place, List<CredentialSearch.Found> found) {
        for (UnescapedText plain : levels) {
            find(
                    plain.text(),
                    (from, to, kind) -> found.add(
                            new CredentialSearch.Found(kind, place + plain.origin(from), place + plain.origin(to))));
        }
    }

    /** Takes a place. */
    private interface Places {
        void take(int from, int to, String kind);
    }

    private void find(String text, Places places) {
        texts.visit(
                text,
                (known, end) -> places.take(
                        end - known.text().length(),
                        end,
                        known.how() == KnownText.Comparison.BASE64 ? ENCODED_KIND : KIND));
    }
}
