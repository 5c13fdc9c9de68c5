package io.reprise.core.family.cohere;

import io.reprise.core.exchange.Headers;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.family.part.VolatileMembers;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all of Cohere's APIs have in common: an error is a message (its API reference, "Errors"), and tokens are billed units. */
interface CohereApi extends ApiFamily {
    VolatileMembers MEMBERS = new VolatileMembers(
            Map.of("id", Volatility.ID),
            Map.of("_id", Volatility.ID, "_at", Volatility.TIME),
            Set.of("document_ids", "document_id"),
            Set.of("arguments", "parameters", "document", "outputs", "tool_output", "call"));

    @Override
    default Optional<String> model(ParsedRequest request) {
        return request.json().flatMap(body -> body.get("model")).flatMap(Json::string);
    }

    /** The ids of sources are those of documents, or made of the ids of calls. */
    @Override
    default Optional<Volatility> volatility(String path, String name) {
        boolean isOfSource = name.equals("id") && (path.endsWith("sources[]") || path.endsWith("documents[]"));
        return isOfSource ? Optional.of(Volatility.OTHER) : MEMBERS.of(path, name);
    }

    @Override
    default Optional<TokenUsage> usage(ParsedResponse response) {
        return TokenCounts.of(response, "billed_units", (payload, counts) -> {
            Json billed = payload.at("usage", "billed_units")
                    .or(() -> payload.at("delta", "usage", "billed_units"))
                    .or(() -> payload.at("meta", "billed_units"))
                    .or(() -> payload.at("response", "meta", "billed_units"))
                    .orElse(Json.NULL);
            counts.input(billed, "input_tokens").output(billed, "output_tokens");
        });
    }

    @Override
    default Json error(int status, String code, String message) {
        return new JsonObjectBuilder().with("message", message).done();
    }

    @Override
    default Refusal refusal(Refused refused) {
        String message = refused.message().orElseGet(() -> switch (refused.status()) {
            case 401 -> "invalid api token";
            case 404 ->
                "model '" + refused.model().orElse("") + "' not found, make sure the correct model ID was used and that"
                        + " you have access to the model.";
            case 429 -> "Please wait and try again later";
            default -> refused.status() >= 500 ? "internal server error" : "invalid request";
        });
        return new Refusal(
                refused.retryAfter().map(Refusal::retryAfter).orElse(Headers.NONE),
                error(refused.status(), "", message));
    }

    @Override
    default List<KeyPlace> keyPlaces() {
        return List.of(KeyPlace.BEARER);
    }

    @Override
    default Optional<PublicApi> publicApi() {
        return Optional.of(new PublicApi(
                "cohere", "https://api.cohere.com", List.of("cohere"), List.of("command*", "embed-*", "rerank-*")));
    }

    @Override
    default List<UrlVariable> urlVariables() {
        return List.of(new UrlVariable("CO_API_URL", ""));
    }

    @Override
    default List<KeyVariable> keyVariables() {
        return List.of(new KeyVariable("CO_API_KEY"), new KeyVariable("COHERE_API_KEY"));
    }
}
