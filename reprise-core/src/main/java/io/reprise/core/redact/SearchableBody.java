package io.reprise.core.redact;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonLiterals;
import io.reprise.core.json.JsonLiterals.Span;
import io.reprise.core.json.JsonPath;
import io.reprise.core.redact.hidden.HiddenSearch;
import io.reprise.core.redact.search.CredentialSearch;
import io.reprise.core.redact.search.CredentialSearch.Found;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a body or its chunks say, as strings with one character per byte, so that unchanged bytes stay exactly the same. */
final class SearchableBody {
    /** A string of one document. */
    private record Part(int document, Span span) {}

    /** So many bytes around a credential show whether it stands among text. */
    private static final int NEAR = 48;

    /** A string that each document repeats, such as an id, and that is longer than what some service splits into equal pieces. */
    private static final int LONG = 16;

    private final StreamFormat format;
    /** What is searched of a text; as long as the text. */
    private final UnaryOperator<String> searched;

    private final Set<String> unmaskable = new LinkedHashSet<>();
    private final List<Bytes> documents;
    private final List<String> texts = new ArrayList<>();
    private final List<TextEdits> edits = new ArrayList<>();

    SearchableBody(StreamFormat format, List<Bytes> bytes) {
        this(format, bytes, UnaryOperator.identity());
    }

    private SearchableBody(StreamFormat format, List<Bytes> bytes, UnaryOperator<String> searched) {
        this.format = format;
        this.searched = searched;
        this.documents = new ArrayList<>(bytes);
        bytes.forEach(one -> texts.add(text(one)));
        bytes.forEach(one -> edits.add(new TextEdits()));
    }

    /** A body of a form, in which {@code +} stands for a space (URL Standard, 5.1). */
    static SearchableBody ofForm(Bytes body) {
        return new SearchableBody(StreamFormat.WHOLE, List.of(body), text -> text.replace('+', ' '));
    }

    /** The chunks that a body has in a format. */
    static SearchableBody ofStream(StreamFormat format, Bytes body) {
        List<Bytes> chunks = new ArrayList<>();
        Framer framer = format.framer();
        chunks.addAll(framer.feed(body));
        framer.rest().ifPresent(chunks::add);
        return new SearchableBody(format, chunks);
    }

    private String text(Bytes document) {
        return searched.apply(format.content(document).latin1());
    }

    /** The bytes of the document at {@code index}, as they are now. */
    Bytes bytes(int index) {
        return documents.get(index);
    }

    /** Replaces the values that {@code paths} name. */
    void maskMembers(List<JsonPath> paths) {
        JsonLiterals.Names names = new JsonLiterals.Names(SearchableBody::memberName);
        for (int i = 0; i < texts.size(); i++) {
            for (Span span : literals(i, paths, names).named()) {
                edits.get(i).replace(span.from(), span.to(), '"' + Redaction.MASK + '"');
            }
        }
        applyEdits();
    }

    /** Finds credentials in the bytes, and in texts that are split over several documents. */
    Set<String> search(CredentialSearch search) {
        Set<String> kinds = new LinkedHashSet<>();
        search(search, whole(), kinds);
        if (texts.size() > 1) {
            searchSplit(search, channels(), kinds);
        }
        return kinds;
    }

    /** As {@link #search(CredentialSearch)}, also within codings that the texts have. */
    Set<String> search(CredentialSearch search, HiddenSearch hidden) {
        Set<String> kinds = new LinkedHashSet<>();
        JoinedText whole = whole();
        search(search, whole, kinds);
        hidden.inText(whole.text());
        if (texts.size() > 1) {
            Collection<List<Part>> channels = channels();
            searchSplit(search, channels, kinds);
            hidden.inText(joined(split(channels)).text());
        }
        return kinds;
    }

    /** Searches strings that each document repeats only twice, unless that finds something: they have been searched as a part of each document. */
    private void searchSplit(CredentialSearch search, Collection<List<Part>> channels, Set<String> kinds) {
        List<List<Part>> few = channels.stream()
                .map(parts -> isLongAndRepeated(parts) ? parts.subList(0, 2) : parts)
                .toList();
        JoinedText joined = joined(few);
        List<Found> found = search.in(joined.text());
        if (!found.isEmpty()) {
            search(search, joined(channels), kinds);
        }
    }

    /** Whether each document repeats the same string, which has no escapes and of which no credential consists several times. */
    private boolean isLongAndRepeated(List<Part> parts) {
        Span first = parts.get(0).span;
        String text = texts.get(parts.get(0).document);
        int escape = text.indexOf('\\', first.from());
        return parts.size() > 2
                && first.to() - first.from() >= LONG
                && (escape < 0 || escape >= first.to())
                && parts.stream().allMatch(part -> isSame(part, parts.get(0)));
    }

    /** The kinds of credentials that were found among bytes that are no text, where nothing can be masked. */
    Set<String> unmaskable() {
        return unmaskable;
    }

    private void search(CredentialSearch search, JoinedText channel, Set<String> kinds) {
        for (Found found : search.in(channel.text())) {
            kinds.add(found.kind());
            List<JoinedText.Place> places = channel.places(found.from(), found.to());
            if (format == StreamFormat.WHOLE
                    && places.stream().anyMatch(place -> isAmongBinary(texts.get(place.document()), place))) {
                unmaskable.add(found.kind());
            } else {
                mark(places);
            }
        }
    }

    private static boolean isAmongBinary(String text, JoinedText.Place place) {
        int to = Math.min(text.length(), place.to() + NEAR);
        for (int i = Math.max(0, place.from() - NEAR); i < to; i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != 0x1b) {
                return true;
            }
        }
        return false;
    }

    /** Makes the changes that have been marked. */
    void applyEdits() {
        for (int i = 0; i < texts.size(); i++) {
            if (!edits.get(i).isEmpty()) {
                documents.set(i, format.replace(documents.get(i), edits.get(i).replacements()));
                texts.set(i, text(documents.get(i)));
                edits.set(i, new TextEdits());
            }
        }
    }

    private JoinedText whole() {
        JoinedText whole = new JoinedText(
                texts.size() == 1 ? 0 : texts.stream().mapToInt(String::length).sum());
        for (int i = 0; i < texts.size(); i++) {
            whole.addWhole(i, texts.get(i));
        }
        return whole;
    }

    /** All strings; the parts of those that are split over several documents are together. */
    private Collection<List<Part>> channels() {
        ChunkTexts<List<Part>> chunks = new ChunkTexts<>(format, name -> new ArrayList<>());
        for (int i = 0; i < texts.size(); i++) {
            int document = i;
            chunks.read(documents.get(i), texts.get(i), (channel, span) -> channel.add(new Part(document, span)));
        }
        return chunks.channels();
    }

    /** Without strings that each document repeats, such as ids: joined, they look like base64, and are none. */
    private List<List<Part>> split(Collection<List<Part>> channels) {
        return channels.stream()
                .filter(parts -> parts.size() == 1 || parts.stream().anyMatch(part -> !isSame(part, parts.get(0))))
                .toList();
    }

    private boolean isSame(Part one, Part other) {
        int length = one.span.to() - one.span.from();
        return length == other.span.to() - other.span.from()
                && texts.get(one.document)
                        .regionMatches(one.span.from(), texts.get(other.document), other.span.from(), length);
    }

    private JoinedText joined(Collection<List<Part>> channels) {
        int length = 0;
        for (List<Part> parts : channels) {
            length++;
            for (Part part : parts) {
                length += part.span.to() - part.span.from();
            }
        }
        JoinedText strings = new JoinedText(length);
        for (List<Part> parts : channels) {
            parts.forEach(part -> strings.addString(part.document, texts.get(part.document), part.span));
            strings.separate();
        }
        return strings;
    }

    private JsonLiterals literals(int index, List<JsonPath> paths, JsonLiterals.Names names) {
        JsonLiterals literals = new JsonLiterals(texts.get(index), paths, names);
        for (Payload payload : format.payloads(documents.get(index))) {
            payload.parts().forEach(part -> literals.read(part.start(), part.end()));
        }
        return literals;
    }

    /** The name that {@code spelled} stands for, which has one character per byte of UTF-8. */
    static String memberName(String spelled) {
        if (isPlain(spelled)) {
            return spelled;
        }
        String name = new String(spelled.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return Json.tryParse('"' + name + '"').flatMap(Json::string).orElse(name);
    }

    private static boolean isPlain(String spelled) {
        for (int i = 0; i < spelled.length(); i++) {
            if (spelled.charAt(i) >= 0x80 || spelled.charAt(i) == '\\') {
                return false;
            }
        }
        return true;
    }

    private void mark(List<JoinedText.Place> places) {
        for (int i = 0; i < places.size(); i++) {
            JoinedText.Place place = places.get(i);
            edits.get(place.document()).replace(place.from(), place.to(), i == 0 ? Redaction.MASK : "");
        }
    }
}
