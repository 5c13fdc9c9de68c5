package io.reprise.core.family.google;

import io.reprise.core.exchange.Ending;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.RequestWords;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** What all of Google's APIs have in common: errors, keys, and models that are named in the path. */
interface GoogleApi extends ApiFamily {
    /** Matches the beginning of a path, up to a slash that is behind the first version with a project. */
    String IN_PROJECT = "(?>(?:.*?/)??v1[a-z]*\\d?/projects/).*/";

    @Override
    default Optional<String> model(ParsedRequest request) {
        return GoogleMethod.of(request.request().path()).map(GoogleMethod::resource);
    }

    @Override
    default Ending ending(ParsedResponse response) {
        return StreamErrors.ending(this, response);
    }

    /** An operation that failed is told of by a successful answer. */
    @Override
    default int status(ParsedResponse response) {
        int ofHttp = response.response().status();
        return response.response().isStream()
                ? StreamErrors.first(response).map(GoogleErrors::status).orElse(ofHttp)
                : ofHttp;
    }

    @Override
    default Json error(int status, String code, String message) {
        return GoogleErrors.error(status, message);
    }

    @Override
    default Refusal refusal(Refused refused) {
        return GoogleErrors.refusal(refused);
    }

    @Override
    default RequestWords words() {
        return GoogleWords.WORDS;
    }

    @Override
    default List<KeyPlace> keyPlaces() {
        return List.of(new KeyPlace.Header("x-goog-api-key"), new KeyPlace.QueryMember("key"), KeyPlace.BEARER);
    }

    @Override
    default Optional<PublicApi> publicApi() {
        return Optional.of(new PublicApi(
                "gemini",
                "https://generativelanguage.googleapis.com",
                List.of("google-genai", "google/genai", "generative-ai", "generativeai", "google-ai-gemini"),
                List.of("gemini-*", "gemma-*")));
    }

    @Override
    default List<UrlVariable> urlVariables() {
        return List.of(new UrlVariable("GOOGLE_GEMINI_BASE_URL", ""), new UrlVariable("GOOGLE_VERTEX_BASE_URL", ""));
    }

    @Override
    default List<KeyVariable> keyVariables() {
        return List.of(new KeyVariable("GOOGLE_API_KEY", List.of("GEMINI_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI")));
    }
}
