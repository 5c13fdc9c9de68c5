package io.reprise.core.family;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** How streams end whose last event, or an error, says that nothing follows. */
public final class StreamEnding {
    private static final Bytes ERROR = Bytes.utf8("error");

    private StreamEnding() {}

    /**
     * The ending of an answer: complete with its end mark or with an error, however the connection ended, and cut without either. An
     * answer that is no stream ended as HTTP says.
     *
     * @param isError whether the JSON of a chunk is an error; asked for those that have the word
     */
    public static Ending byMark(ApiFamily family, ParsedResponse response, Predicate<Json> isError) {
        Response received = response.response();
        if (!received.isStream() || received.status() >= 400) {
            return received.ending();
        }
        if (received.chunks().stream().anyMatch(chunk -> family.isLast(received.format(), chunk))) {
            return Ending.COMPLETE;
        }
        return error(response, isError).isPresent() ? Ending.COMPLETE : Ending.CUT;
    }

    /**
     * The status of an answer: the one of HTTP, or the one of an error within a stream.
     *
     * @param named the status that such an error names
     */
    public static int status(ParsedResponse response, Predicate<Json> isError, ToIntFunction<Json> named) {
        int ofHttp = response.response().status();
        return ofHttp >= 400 || !response.response().isStream()
                ? ofHttp
                : error(response, isError).map(named::applyAsInt).orElse(ofHttp);
    }

    /** The JSON that one chunk carries, before the stream is known to its end. */
    public static Stream<Json> values(StreamFormat format, Chunk chunk) {
        Bytes content = format.content(chunk.bytes());
        return format.payloads(chunk.bytes()).stream()
                .flatMap(payload -> Json.tryParse(payload.text(content)).stream());
    }

    /** The first error within a stream. Chunks without the word are not parsed. */
    public static Optional<Json> error(ParsedResponse response, Predicate<Json> isError) {
        List<Chunk> chunks = response.response().chunks();
        for (int i = 0; i < chunks.size(); i++) {
            if (response.response().format().content(chunks.get(i).bytes()).contains(ERROR)) {
                Optional<Json> found = response.values(i).filter(isError).findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
