package io.reprise.core.redact;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.JsonLiterals;
import io.reprise.core.json.JsonLiterals.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Goes through what the chunks of a stream say, one after the other. A string of their JSON, and a text that is no JSON, belongs to the channel
 * that it continues.
 *
 * @param <C> a channel
 */
final class ChunkTexts<C> {
    /** No name of a channel of strings begins so. */
    private static final String NOT_JSON = "\0";

    private final StreamFormat format;
    private final Function<String, C> newChannel;
    private final Map<String, C> channels = new LinkedHashMap<>();
    private final JsonLiterals.Names names = new JsonLiterals.Names(SearchableBody::memberName);
    private List<JsonLiterals.Literal> before = List.of();
    private List<C> ofBefore = List.of();

    ChunkTexts(StreamFormat format, Function<String, C> newChannel) {
        this.format = format;
        this.newChannel = newChannel;
    }

    /** @param text the content of the chunk, one character for each byte */
    void read(Bytes chunk, String text, BiConsumer<C, Span> taker) {
        JsonLiterals literals = new JsonLiterals(text, List.of(), names);
        for (Payload payload : format.payloads(chunk)) {
            if (isLikeJson(payload, text)) {
                payload.parts().forEach(part -> literals.read(part.start(), part.end()));
            } else if (format != StreamFormat.WHOLE) { // which have nothing between them
                C channel = channels.computeIfAbsent(NOT_JSON + payload.event(), newChannel);
                payload.parts().forEach(part -> taker.accept(channel, new Span(part.start(), part.end())));
            }
        }
        addStrings(literals.strings(), taker);
    }

    private void addStrings(List<JsonLiterals.Literal> strings, BiConsumer<C, Span> taker) {
        List<C> ofStrings = new ArrayList<>(strings.size());
        for (int k = 0; k < strings.size(); k++) {
            JsonLiterals.Literal string = strings.get(k);
            // most chunks have the same strings as the one before
            C channel = k < before.size() && string.isInChannelOf(before.get(k))
                    ? ofBefore.get(k)
                    : channels.computeIfAbsent(string.channel(), newChannel);
            taker.accept(channel, string.span());
            ofStrings.add(channel);
        }
        before = strings;
        ofBefore = ofStrings;
    }

    /** Whether it begins and ends as JSON with a string does. */
    private static boolean isLikeJson(Payload payload, String text) {
        List<Payload.Part> parts = payload.parts();
        int from = parts.get(0).start();
        int to = parts.get(parts.size() - 1).end();
        while (from < to && text.charAt(from) <= ' ') {
            from++;
        }
        while (from < to && text.charAt(to - 1) <= ' ') {
            to--;
        }
        return to - from >= 2 && isLikeJson(text.charAt(from), text.charAt(to - 1));
    }

    private static boolean isLikeJson(char first, char last) {
        return first == '{' && last == '}' || first == '[' && last == ']' || first == '"' && last == '"';
    }

    Collection<C> channels() {
        return channels.values();
    }
}
