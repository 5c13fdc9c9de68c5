package io.reprise.core.redact;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonLiterals;
import io.reprise.core.json.JsonLiterals.Span;
import io.reprise.core.json.JsonPath;
import io.reprise.core.redact.CredentialSearch.Found;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a body or its chunks say, as strings with one character per byte, so that unchanged bytes stay exactly the same. */
final class SearchableBody {
    /** A string of one document. */
    private record Part(int document, Span span) {}

    private final StreamFormat format;
    /** What is searched of a text; as long as the text. */
    private final UnaryOperator<String> searched;

    private final List<Bytes> documents;
    private final List<String> texts = new ArrayList<>();
    private final List<TextEdits> edits = new ArrayList<>();

    SearchableBody(StreamFormat format, List<Bytes> bytes) {
        this(format, bytes, text -> text);
    }

    private SearchableBody(StreamFormat format, List<Bytes> bytes, UnaryOperator<String> searched) {
        this.format = format;
        this.searched = searched;
        this.documents = new ArrayList<>(bytes);
        bytes.forEach(one -> texts.add(text(one)));
        bytes.forEach(one -> edits.add(new TextEdits()));
    }

    /** Messages of a conversation, without the sound in them. */
    static SearchableBody ofMessages(List<Bytes> messages) {
        return new SearchableBody(StreamFormat.WHOLE, messages, EncodedMedia::hidden);
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
        for (int i = 0; i < texts.size(); i++) {
            for (Span span : literals(i, paths).named()) {
                edits.get(i).replace(span.from(), span.to(), '"' + Redaction.MASK + '"');
            }
        }
        applyEdits();
    }

    /** Finds credentials in the bytes, in strings with escapes, and in texts that are split over several documents. */
    Set<String> search(CredentialSearch search) {
        Set<String> kinds = new LinkedHashSet<>();
        search(search, whole(), kinds);
        if (texts.size() > 1 || texts.stream().anyMatch(SearchableBody::hasTellingEscapes)) {
            search(search, strings(), kinds);
        }
        return kinds;
    }

    private void search(CredentialSearch search, JoinedText channel, Set<String> kinds) {
        for (Found found : search.in(channel.text())) {
            kinds.add(found.kind());
            mark(channel.places(found.from(), found.to()));
        }
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
        JoinedText whole = new JoinedText();
        for (int i = 0; i < texts.size(); i++) {
            whole.addWhole(i, texts.get(i));
        }
        return whole;
    }

    /** All strings; those that are split over several documents are joined. */
    private JoinedText strings() {
        Map<String, List<Part>> channels = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            for (JsonLiterals.Literal string : literals(i, List.of()).strings()) {
                String channel = texts.size() > 1 ? string.channel() : Integer.toString(channels.size());
                channels.computeIfAbsent(channel, name -> new ArrayList<>()).add(new Part(i, string.span()));
            }
        }
        JoinedText strings = new JoinedText();
        for (List<Part> parts : channels.values()) {
            parts.forEach(part -> strings.addString(part.document, texts.get(part.document), part.span));
            strings.separate();
        }
        return strings;
    }

    /** Whether letters of a credential may be spelled with escapes. */
    private static boolean hasTellingEscapes(String text) {
        return text.contains("\\u") || text.contains("\\/");
    }

    private JsonLiterals literals(int index, List<JsonPath> paths) {
        String text = texts.get(index);
        JsonLiterals literals = new JsonLiterals(text, paths, SearchableBody::memberName);
        for (Payload payload : format.payloads(documents.get(index))) {
            payload.parts().forEach(part -> literals.read(part.start(), part.end()));
        }
        return literals;
    }

    /** The name that {@code spelled} stands for, which has one character per byte of UTF-8. */
    private static String memberName(String spelled) {
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
