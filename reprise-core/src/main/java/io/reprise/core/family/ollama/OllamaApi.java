package io.reprise.core.family.ollama;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.JsonPayloads;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.family.part.VolatileMembers;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What all of Ollama's own APIs have in common. A stream is a line of JSON for each part. The last one says that it is done. The
 * paths are short, and other servers may use them: where no line speaks of being done, nothing is known of the end.
 */
interface OllamaApi extends ApiFamily {
    VolatileMembers MEMBERS = new VolatileMembers(
            Map.of("id", Volatility.ID, "context", Volatility.STATE, "size_vram", Volatility.OTHER),
            Map.of("_at", Volatility.TIME, "_duration", Volatility.OTHER),
            Set.of(),
            Set.of("arguments", "model_info", "parameters", "details"));

    /** Whether a line is the last one of a stream. */
    boolean isLast(Json line);

    /** Whether a line is one that this API sends in its streams. */
    boolean isPart(Json line);

    @Override
    default Optional<String> model(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        return body.get("model").or(() -> body.get("name")).flatMap(Json::string);
    }

    @Override
    default boolean isLast(StreamFormat format, Chunk chunk) {
        return JsonPayloads.values(format, chunk).anyMatch(this::isLast);
    }

    @Override
    default Ending ending(ParsedResponse response) {
        Ending byMark = StreamErrors.ending(this, response);
        return byMark == Ending.CUT && isForeign(response) ? response.response().ending() : byMark;
    }

    private boolean isForeign(ParsedResponse response) {
        Response received = response.response();
        for (int i = 0; i < received.chunks().size(); i++) {
            if (response.values(i).anyMatch(this::isPart)) {
                return false;
            }
        }
        return !received.chunks().isEmpty();
    }

    @Override
    default int status(ParsedResponse response) {
        int ofHttp = response.response().status();
        return response.response().isStream()
                ? StreamErrors.first(response).map(OllamaErrors::status).orElse(ofHttp)
                : ofHttp;
    }

    @Override
    default Optional<Volatility> volatility(String path, String name) {
        return MEMBERS.of(path, name);
    }

    @Override
    default Json error(int status, String code, String message) {
        return OllamaErrors.error(message);
    }

    @Override
    default Refusal refusal(Refused refused) {
        return OllamaErrors.refusal(refused);
    }

    @Override
    default List<KeyPlace> keyPlaces() {
        return List.of(KeyPlace.BEARER);
    }

    @Override
    default Optional<PublicApi> publicApi() {
        return Optional.of(new PublicApi("ollama", "http://localhost:11434", List.of("ollama"), List.of()));
    }

    @Override
    default List<UrlVariable> urlVariables() {
        return List.of(new UrlVariable("OLLAMA_HOST", ""));
    }
}
