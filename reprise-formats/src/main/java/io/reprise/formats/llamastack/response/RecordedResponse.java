package io.reprise.formats.llamastack.response;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.formats.llamastack.python.ClassShapes;
import io.reprise.formats.llamastack.python.ClientClass;
import io.reprise.formats.llamastack.python.PythonObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers as llama-stack would have recorded them. */
public final class RecordedResponse {
    private static final int FIRST_ERROR = 400;
    private static final String DONE = "[DONE]";

    private final Json request;
    private final String hash;

    /**
     * @param request the file's {@code request}
     * @param hash of it
     */
    public RecordedResponse(Json request, String hash) {
        this.request = request;
        this.hash = hash;
    }

    /**
     * The {@code response} member of a file.
     *
     * @throws NoAnswerException if it cannot be expressed; the message says why
     */
    public Json of(Response response) {
        Optional<String> endpoint = request.get("endpoint").flatMap(Json::string);
        if (endpoint.isEmpty()) {
            return raw(response);
        }
        if (response.status() >= FIRST_ERROR) {
            return new RecordedException(endpoint.get(), response.status()).of(response.body());
        }
        if (!response.isStream()) {
            return answer(body(endpoint.get(), json(response.body())), false);
        }
        List<Json> items = new ArrayList<>();
        for (Chunk chunk : response.chunks()) {
            for (Json said : payloads(response, chunk.bytes())) {
                if (said.get("error").isPresent()) {
                    return RecordedException.midStream(items, said);
                }
                items.add(typed(endpoint.get(), true, said));
            }
        }
        return response.ending() == Ending.CUT ? RecordedException.cut(items) : answer(new Json.JsonArray(items), true);
    }

    private Json body(String endpoint, Json wire) {
        Optional<Json> models = endpoint.equals("/v1/models") ? wire.get("data") : Optional.empty();
        return models.<Json>map(list -> new Json.JsonArray(list.items().stream()
                        .map(model -> typed(endpoint, false, model))
                        .toList()))
                .orElseGet(() -> typed(endpoint, false, wire));
    }

    private Json typed(String endpoint, boolean isStream, Json wire) {
        Optional<String> type = ClientClass.of(endpoint, isStream, wire);
        if (type.isEmpty() || !(wire instanceof Json.JsonObject)) {
            return wire;
        }
        Json dumped = ClassShapes.of(type.get())
                .map(shape -> PythonObjects.dumped(wire, shape, type.get().startsWith(ClassShapes.OLLAMA)))
                .orElse(wire);
        return object(
                new Json.Member("__type__", new Json.JsonString(type.get())),
                new Json.Member("__data__", StableForm.of(dumped, hash)));
    }

    private static List<Json> payloads(Response response, Bytes chunk) {
        Bytes content = response.format().content(chunk);
        return response.format().payloads(chunk).stream()
                .map(payload -> payload.text(content))
                .filter(text -> !text.isBlank() && !text.strip().equals(DONE))
                .map(RecordedResponse::parsed)
                .toList();
    }

    private static Json json(Bytes body) {
        return parsed(body.decode().orElseThrow(() -> new NoAnswerException("its answer is not text")));
    }

    private static Json parsed(String text) {
        return Json.tryParse(text).orElseThrow(() -> new NoAnswerException("its answer is not JSON"));
    }

    private static Json answer(Json body, boolean isStream) {
        return object(
                new Json.Member("body", body), new Json.Member("is_streaming", isStream ? Json.TRUE : Json.FALSE));
    }

    /** An answer to a raw HTTP request: unchanged, streams line by line. */
    private static Json raw(Response response) {
        if (response.isStream() && response.status() < FIRST_ERROR) {
            String text = response.body().decode().orElseThrow(() -> new NoAnswerException("its answer is not text"));
            List<Json> lines = text.lines().<Json>map(Json.JsonString::new).toList();
            return answer(new Json.JsonArray(lines), true);
        }
        return object(
                new Json.Member("status", new Json.JsonNumber(Integer.toString(response.status()))),
                new Json.Member("body", json(response.body())),
                new Json.Member("is_streaming", Json.FALSE));
    }

    static Json object(Json.Member... members) {
        return new Json.JsonObject(List.of(members));
    }
}
