package io.reprise.core.family.generic;

import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.openai.OpenAiErrors;
import io.reprise.core.family.openai.OpenAiUsage;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that no other family covers. Nothing is known about its bodies except HTTP and JSON. */
public final class GenericHttp implements ApiFamily {
    /** The members in which other APIs have the prompt. */
    private static final List<String> QUESTIONS = List.of("messages", "input", "prompt", "contents", "query");

    @Override
    public String name() {
        return "http";
    }

    @Override
    public boolean covers(String method, String path) {
        return true;
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return request.json().flatMap(body -> body.get("model")).flatMap(Json::string);
    }

    @Override
    public String title(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        return QUESTIONS.stream()
                .flatMap(name -> body.get(name).stream())
                .map(question -> question.items().stream().anyMatch(item -> item instanceof Json.JsonObject)
                        ? Titles.ofMessages(question.items())
                        : Titles.of(question))
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElse("");
    }

    @Override
    public Optional<Volatility> volatility(String path, String name, Json value) {
        return LikelyIds.why(name, value);
    }

    /**
     * An error that the SDKs of OpenAI and of Anthropic show: both read {@code error}, and Anthropic's also
     * {@code type}.
     */
    @Override
    public Json error(int status, String code, String message) {
        List<Json.Member> members = new ArrayList<>();
        members.add(new Json.Member("type", new Json.JsonString("error")));
        members.addAll(OpenAiErrors.error(status, code, message).members());
        return new Json.JsonObject(members);
    }

    /** With the event type that Anthropic's SDK and others look at. */
    @Override
    public PlainChunk errorChunk(Json error) {
        return PlainChunk.of("error", error.write(Layout.COMPACT));
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return OpenAiUsage.of(response);
    }

    /** All places in which known APIs want a key. */
    @Override
    public List<KeyPlace> keyPlaces() {
        return List.of(
                KeyPlace.BEARER,
                KeyPlace.BASIC,
                new KeyPlace.Header("x-api-key"),
                new KeyPlace.Header("api-key"),
                new KeyPlace.Header("x-goog-api-key"),
                new KeyPlace.QueryMember("key"));
    }
}
