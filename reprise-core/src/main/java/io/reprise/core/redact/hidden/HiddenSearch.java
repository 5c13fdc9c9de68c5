package io.reprise.core.redact.hidden;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.content.Multipart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.core.redact.search.CredentialSearch;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The search for credentials in what is within a body in a coding of its own: compressed, in base64, in UTF-16, or in parts of a multipart body that are. It is
 * only searched; the body stays as it is. For one body, or for all texts of one exchange that belong together.
 */
public final class HiddenSearch {
    /** Deeper than anybody packs. */
    private static final int DEEPEST = 5;

    /** In bytes: shorter contents, such as the id that each chunk of a stream repeats, are searched once. */
    private static final int SHORT = 256;

    /** So many short contents are remembered. */
    private static final int MOST_REMEMBERED = 1_024;

    private static final String TRANSFER = "content-transfer-encoding";

    private final CredentialSearch search;
    private final Set<String> kinds = new LinkedHashSet<>();
    private final CompressedContent compressed;
    private final Set<Bytes> searched = new HashSet<>();
    private Optional<String> unreadable = Optional.empty();
    private int depth;

    public HiddenSearch(CredentialSearch search) {
        this.search = search;
        this.compressed = new CompressedContent(new CompressedContent.Visitor() {
            @Override
            public void content(Bytes content) {
                found(Headers.NONE, content);
            }

            @Override
            public void unreadable(String reason) {
                cannotRead(reason);
            }
        });
    }

    /** The kinds of credentials that were found, in words for people. */
    public Set<String> kinds() {
        return kinds;
    }

    /** Why something could not be searched. */
    public Optional<String> unreadable() {
        return unreadable;
    }

    /** Searches what a body with these headers contains, and its own text only if that is too large to be searched elsewhere. */
    public void inBody(Headers headers, Bytes body) {
        if (LargeBinary.is(body)) {
            kinds.addAll(LargeBinary.search(body, search));
            LargeBinary.windows(body, this::inText);
        }
        unwrap(headers, body);
    }

    /** Searches what is in base64 or UTF-16 in a text. */
    public void inText(String text) {
        if (depth >= DEEPEST) {
            return;
        }
        Base64Runs.visit(text, content -> found(Headers.NONE, Bytes.owning(content)));
        String wide = WideText.in(text);
        if (!wide.isEmpty()) {
            found(Headers.NONE, Bytes.utf8(wide));
        }
    }

    private void unwrap(Headers headers, Bytes body) {
        if (depth >= DEEPEST || body.isEmpty()) {
            return;
        }
        if (ContentDecoder.isCoded(headers)) {
            decode(headers, body);
        } else if (isBase64(headers)) {
            found(headers.without(TRANSFER), fromBase64(body));
        }
        Optional<List<Multipart.Part>> parts = Multipart.parse(headers, body);
        if (parts.isPresent()) {
            depth++;
            parts.get().forEach(part -> unwrap(headers(part), part.content()));
            depth--;
        } else {
            compressed.visit(body);
        }
    }

    private void decode(Headers headers, Bytes body) {
        Decoded decoded = ContentDecoder.decode(headers, List.of(new Chunk(0, body)), DecodingLimits.SEARCH);
        Bytes content = Bytes.concat(decoded.chunks().stream().map(Chunk::bytes).toList());
        found(headers.without("content-encoding"), content);
        if (decoded instanceof Decoded.Undecodable undecodable && !body.isText()) {
            cannotRead("a part of it cannot be decoded: " + undecodable.reason());
        }
    }

    private void found(Headers headers, Bytes content) {
        if (content.isEmpty() || depth >= DEEPEST || depth == 0 && hasBeenSearched(headers, content)) {
            return;
        }
        depth++;
        if (!LargeBinary.is(content)) {
            String text = content.latin1();
            (content.isText() ? search.in(text) : search.inBinary(text)).forEach(found -> kinds.add(found.kind()));
            inText(text);
        }
        inBody(headers, content);
        depth--;
    }

    private boolean hasBeenSearched(Headers headers, Bytes content) {
        if (content.size() > SHORT || !headers.fields().isEmpty()) {
            return false;
        }
        return searched.size() < MOST_REMEMBERED ? !searched.add(content) : searched.contains(content);
    }

    private void cannotRead(String reason) {
        unreadable = unreadable.or(() -> Optional.of(reason));
    }

    private static boolean isBase64(Headers headers) {
        return headers.first(TRANSFER)
                .filter(named -> named.strip().toLowerCase(Locale.ROOT).equals("base64"))
                .isPresent();
    }

    private static Bytes fromBase64(Bytes body) {
        try {
            return Bytes.owning(
                    Base64.getMimeDecoder().decode(body.latin1().strip().getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException isNone) {
            return Bytes.EMPTY;
        }
    }

    private static Headers headers(Multipart.Part part) {
        return new Headers(part.headers().entrySet().stream()
                .map(header -> new Headers.Field(header.getKey(), header.getValue()))
                .toList());
    }
}
