package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.List;

/** Keeps only the first half of a chunk's JSON. */
final class TornJson {
    private static final String HALF = "{\"choices\":[{\"del";

    private TornJson() {}

    /** @param index of the chunk */
    static Bytes of(StreamFormat format, Bytes chunk, int index) {
        List<Payload> payloads = format.payloads(chunk);
        if (payloads.isEmpty()) {
            return format.chunk(PlainChunk.of(HALF), index);
        }
        Payload.Part line = payloads.get(0).parts().get(0);
        String half = half(format.content(chunk).text(line.start(), line.end()).strip());
        return format.replace(chunk, List.of(new Bytes.Replacement(line.start(), line.end(), Bytes.utf8(half))));
    }

    /** The first half of a message; of one that is no JSON, too. */
    static Bytes of(Bytes message) {
        return message.decode()
                .map(text -> Bytes.utf8(half(text.strip())))
                .orElseGet(() -> message.slice(0, message.size() / 2));
    }

    /** An object or array that ends in its middle is never valid JSON; other values might be, so they are replaced. */
    private static String half(String json) {
        boolean isOpen = json.length() > 1 && (json.startsWith("{") || json.startsWith("[")) && !json.equals("[DONE]");
        if (!isOpen) {
            return HALF;
        }
        int middle = json.length() / 2;
        return json.substring(0, Character.isLowSurrogate(json.charAt(middle)) ? middle - 1 : middle);
    }
}
