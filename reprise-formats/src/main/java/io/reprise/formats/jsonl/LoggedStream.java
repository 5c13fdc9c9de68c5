package io.reprise.formats.jsonl;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.family.part.EventTypes;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;

/** A stream of which a log has what each chunk says. */
final class LoggedStream {
    private static final PlainChunk DONE = PlainChunk.of("[DONE]");

    private LoggedStream() {}

    /** The chunks as the API that was asked spells them. What is no object says nothing, such as {@code "[DONE]"}. */
    static Response of(Request request, List<Json> items) {
        ParsedRequest parsed = ApiFamilies.parse(request);
        ApiFamily family = parsed.family();
        StreamFormat usual = family.format(request, "");
        StreamFormat format = usual.isStream() ? usual : StreamFormats.SSE;
        List<Chunk> chunks = new ArrayList<>();
        for (Json item : items) {
            if (item instanceof Json.JsonObject) {
                PlainChunk plain = new PlainChunk(EventTypes.type(item), item.write(Layout.COMPACT));
                chunks.add(new Chunk(0, format.chunk(plain, chunks.size())));
            }
        }
        String type = format.mediaTypes().stream().sorted().findFirst().orElse("");
        Response response = new Response(200, Headers.of("content-type", type), format, chunks, Ending.COMPLETE);
        Chunk done = new Chunk(0, format.chunk(DONE, chunks.size()));
        if (family.isLast(format, done) && isComplete(parsed, response)) {
            chunks.add(done);
        }
        return response.withChunks(chunks);
    }

    private static boolean isComplete(ParsedRequest request, Response response) {
        return request.family().ending(request, new ParsedResponse(response)) == Ending.COMPLETE;
    }
}
