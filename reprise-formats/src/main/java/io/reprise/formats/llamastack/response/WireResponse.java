package io.reprise.formats.llamastack.response;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.StreamFormats;
import io.reprise.formats.llamastack.file.LlamaStackFile;
import io.reprise.formats.llamastack.python.Provider;
import io.reprise.formats.llamastack.python.PythonObjects;
import io.reprise.formats.llamastack.request.GenAiEmbedding;
import io.reprise.formats.llamastack.request.GenAiNames;
import io.reprise.formats.llamastack.request.LlamaStackCall;
import io.reprise.formats.llamastack.request.WireRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The API's answer, made from a file. */
public final class WireResponse {
    private static final int OK = 200;
    private static final PlainChunk DONE = PlainChunk.of("[DONE]");

    private final LlamaStackCall call;
    private final Json response;
    private final WireRequest.Vectors vectors;
    private final PythonObjects objects;

    private WireResponse(LlamaStackCall call, Json response, WireRequest.Vectors vectors) {
        this.call = call;
        this.response = response;
        this.vectors = vectors;
        this.objects = new PythonObjects(Provider.of(call.host()), wantsUsage(call));
    }

    /**
     * The answer, with embeddings in the requested encoding.
     *
     * @throws NoAnswerException if the file has no answer that an API could have given
     */
    public static Response of(LlamaStackFile file, WireRequest.Vectors vectors) {
        return new WireResponse(file.call(), file.response(), vectors).response();
    }

    private static boolean wantsUsage(LlamaStackCall call) {
        return call instanceof LlamaStackCall.Client client
                && client.body()
                        .get("stream_options")
                        .flatMap(options -> options.get("include_usage"))
                        .filter(Json.TRUE::equals)
                        .isPresent();
    }

    private Response response() {
        Json body = response.get("body").orElse(Json.NULL);
        boolean isException =
                response.get("is_exception").filter(Json.TRUE::equals).isPresent();
        if (isException && body.items().isEmpty()) {
            return RecordedError.of(response, library()).answer();
        }
        int status = response.get("status").map(WireResponse::number).orElse(OK);
        if (!isStream(body)) {
            return Response.whole(status, "application/json", Bytes.utf8(compact(whole(body))));
        }
        List<Json> items = body instanceof Json.JsonArray array ? array.items() : List.of(body);
        Optional<RecordedError> error =
                isException ? Optional.of(RecordedError.of(response, library())) : Optional.empty();
        return isNdjson() ? lines(status, items, error) : events(status, items, error);
    }

    private boolean isStream(Json body) {
        boolean isSaid = response.get("is_streaming").filter(Json.TRUE::equals).isPresent();
        boolean isList = body instanceof Json.JsonArray;
        boolean isOfLines = isList
                && !body.items().isEmpty()
                && body.items().get(0).string().isPresent();
        return isSaid || isOfLines || isList && !isModelList() && call instanceof LlamaStackCall.Client;
    }

    private boolean isModelList() {
        return call instanceof LlamaStackCall.Client client && client.endpoint().endsWith("/models");
    }

    private boolean isNdjson() {
        return library().filter(LlamaStackCall.Library.OLLAMA::equals).isPresent();
    }

    private Optional<LlamaStackCall.Library> library() {
        return call instanceof LlamaStackCall.Client client ? Optional.of(client.library()) : Optional.empty();
    }

    private Json whole(Json body) {
        if (isModelList() && body instanceof Json.JsonArray list) {
            List<Json> models = list.items().stream().map(objects::wire).toList();
            return new Json.JsonObject(List.of(
                    new Json.Member("object", new Json.JsonString("list")),
                    new Json.Member("data", new Json.JsonArray(models))));
        }
        if (library().filter(LlamaStackCall.Library.GOOGLE_GENAI::equals).isPresent()) {
            boolean isEmbedding = ((LlamaStackCall.Client) call).endpoint().equals("/embed_content");
            return isEmbedding ? GenAiEmbedding.answer(body) : GenAiNames.rest(objects.wire(body));
        }
        Json wire = objects.wire(body);
        return vectors == WireRequest.Vectors.BASE64 ? Vectors.inBase64(wire) : wire;
    }

    private Response lines(int status, List<Json> items, Optional<RecordedError> error) {
        List<PlainChunk> lines = new ArrayList<>();
        items.forEach(item -> lines.add(PlainChunk.of(compact(objects.wire(item)))));
        boolean isCut = error.filter(RecordedError::isCut).isPresent();
        error.filter(known -> !isCut).ifPresent(known -> lines.add(PlainChunk.of(compact(known.body()))));
        List<Bytes> chunks = spelled(StreamFormats.NDJSON, lines);
        return stream(
                status, "application/x-ndjson", StreamFormats.NDJSON, chunks, isCut ? Ending.CUT : Ending.COMPLETE);
    }

    private Response events(int status, List<Json> items, Optional<RecordedError> error) {
        if (!items.isEmpty() && items.get(0).string().isPresent()) {
            String lines =
                    String.join("\n", items.stream().map(WireResponse::line).toList());
            List<Bytes> chunks = StreamFormats.SSE.repair(lines + "\n");
            return stream(status, "text/event-stream", StreamFormats.SSE, chunks, Ending.COMPLETE);
        }
        boolean isGoogle =
                library().filter(LlamaStackCall.Library.GOOGLE_GENAI::equals).isPresent();
        List<PlainChunk> events = new ArrayList<>();
        for (Json item : items) {
            Json wire = isGoogle ? GenAiNames.rest(objects.wire(item)) : objects.wire(item);
            events.add(new PlainChunk(eventType(item), compact(wire)));
        }
        boolean isCut = error.filter(RecordedError::isCut).isPresent();
        if (error.isPresent() && !isCut) {
            events.add(PlainChunk.of("error", compact(error.get().body())));
        } else if (!isCut && endsWithDone()) {
            events.add(DONE);
        }
        List<Bytes> chunks = spelled(StreamFormats.SSE, events);
        return stream(status, "text/event-stream", StreamFormats.SSE, chunks, isCut ? Ending.CUT : Ending.COMPLETE);
    }

    private static String line(Json line) {
        return line.string().orElseGet(() -> "data: " + compact(line) + "\n");
    }

    /** Events of the Responses API are named after their type; those of chat completions have no name. */
    private static Optional<String> eventType(Json item) {
        boolean isResponses = item.get("__type__")
                .flatMap(Json::string)
                .filter(type -> type.startsWith("openai.types.responses."))
                .isPresent();
        Optional<String> type =
                item.get("__data__").flatMap(data -> data.get("type")).flatMap(Json::string);
        return type.filter(known -> isResponses);
    }

    private boolean endsWithDone() {
        return call instanceof LlamaStackCall.Client client && client.endpoint().endsWith("/completions");
    }

    private static Response stream(int status, String type, StreamFormat format, List<Bytes> all, Ending ending) {
        List<Chunk> chunks = all.stream().map(bytes -> new Chunk(0, bytes)).toList();
        return new Response(status, Headers.of("content-type", type), format, chunks, ending);
    }

    private static List<Bytes> spelled(StreamFormat format, List<PlainChunk> plain) {
        List<Bytes> chunks = new ArrayList<>();
        plain.forEach(chunk -> chunks.add(format.chunk(chunk, chunks.size())));
        return chunks;
    }

    private static String compact(Json value) {
        return value.write(Layout.COMPACT);
    }

    static int number(Json value) {
        int number =
                value instanceof Json.JsonNumber spelled && spelled.spelling().matches("[0-9]{3}")
                        ? Integer.parseInt(spelled.spelling())
                        : 0;
        if (number < 100 || number > 599) {
            throw new NoAnswerException("its status is not an HTTP status");
        }
        return number;
    }
}
