package io.reprise.core.redact;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A body that has the lines of a stream, whatever its content type says. */
final class UndeclaredStream {
    private static final List<String> SSE_FIELDS = List.of("data:", "event:", "id:", "retry:", ":");

    private UndeclaredStream() {}

    /** Its events or lines; empty if it does not begin like a stream of more than one. */
    static Optional<SearchableBody> of(Bytes body) {
        StreamFormat format;
        if (SSE_FIELDS.stream().anyMatch(field -> body.startsWith(Bytes.utf8(field)))) {
            format = StreamFormats.SSE;
        } else if (beginsWithLineOfJson(body)) {
            format = StreamFormats.NDJSON;
        } else {
            return Optional.empty();
        }
        List<Bytes> chunks = new ArrayList<>();
        Framer framer = format.framer();
        chunks.addAll(framer.feed(body));
        framer.rest().ifPresent(chunks::add);
        return chunks.size() > 1 ? Optional.of(new SearchableBody(format, chunks)) : Optional.empty();
    }

    private static boolean beginsWithLineOfJson(Bytes body) {
        if (body.isEmpty() || body.at(0) != '{') {
            return false;
        }
        int end = body.indexOfLineEnd(0);
        int last = end - 1;
        int next = end;
        while (next < body.size() && body.at(next) <= ' ') {
            next++;
        }
        return next < body.size() && body.at(last) == '}' && body.at(next) == '{';
    }
}
