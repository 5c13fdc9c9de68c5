package io.reprise.formats.wiremock;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.core.store.Recording;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping that answers one request.
 *
 * @param asked the JSON in the body of the request; empty if it has none
 */
record MappingText(Recording recording, Optional<Json> asked) {
    private static final Set<String> SCENARIO = Set.of("scenarioName", "requiredScenarioState", "newScenarioState");

    /** As a file, without a place in a scenario. */
    Json json() {
        return new JsonObjectBuilder()
                .with("request", request(recording.exchange().request()))
                .with("response", response(recording.exchange().response()))
                .with(
                        "metadata",
                        new JsonObjectBuilder()
                                .with("reprise", OwnMetadata.of(recording))
                                .done())
                .done();
    }

    /**
     * A mapping with its place in a scenario.
     *
     * @param position among the answers to the same request, from 1
     * @param count how many there are; one answer needs no scenario
     */
    static Json inScenario(Json mapping, String scenario, int position, int count) {
        JsonObjectBuilder placed = new JsonObjectBuilder();
        for (Json.Member member : withoutScenario(mapping).members()) {
            if (member.name().equals("metadata") && count > 1) {
                placed.with("scenarioName", scenario).with("requiredScenarioState", state(position));
            }
            if (member.name().equals("metadata") && position < count) {
                placed.with("newScenarioState", state(position + 1));
            }
            placed.with(member.name(), member.value());
        }
        return placed.done();
    }

    static Json withoutScenario(Json mapping) {
        return new Json.JsonObject(mapping.members().stream()
                .filter(member -> !SCENARIO.contains(member.name()))
                .toList());
    }

    private static String state(int position) {
        return position == 1 ? StubMapping.STARTED : Integer.toString(position);
    }

    private Json request(Request request) {
        JsonObjectBuilder spelled = new JsonObjectBuilder()
                .with("method", request.method().toUpperCase(Locale.ROOT)) // as WireMock compares it
                .with("url", request.path() + (request.query().isEmpty() ? "" : "?" + request.query()));
        return spelled.with("bodyPatterns", List.of(pattern(request.body()))).done();
    }

    private Json pattern(Bytes body) {
        if (body.isEmpty()) {
            return new JsonObjectBuilder().with("absent", true).done();
        }
        Optional<String> text = text(body);
        if (text.isEmpty()) {
            return new JsonObjectBuilder().with("binaryEqualTo", base64(body)).done();
        }
        boolean isJson = asked.filter(json -> json instanceof Json.JsonObject || json instanceof Json.JsonArray)
                .isPresent();
        return new JsonObjectBuilder()
                .with(isJson && !text.get().contains("${json-unit") ? "equalToJson" : "equalTo", text.get())
                .done();
    }

    private static Json response(Response response) {
        Map<String, Json> headers = new LinkedHashMap<>();
        for (Headers.Field field : response.headers().fields()) {
            Json value = new Json.JsonString(field.value());
            headers.merge(field.name(), value, MappingText::both);
        }
        JsonObjectBuilder spelled = new JsonObjectBuilder()
                .with("status", response.status())
                .with(
                        "headers",
                        new Json.JsonObject(headers.entrySet().stream()
                                .map(header -> new Json.Member(header.getKey(), header.getValue()))
                                .toList()));
        long delay = response.chunks().stream().mapToLong(Chunk::at).max().orElse(0);
        if (!response.isStream() && delay > 0) {
            spelled.with("fixedDelayMilliseconds", delay);
        }
        Bytes body = response.body();
        Optional<String> text = text(body);
        return body.isEmpty()
                ? spelled.done()
                : text.isPresent()
                        ? spelled.with("body", text.get()).done()
                        : spelled.with("base64Body", base64(body)).done();
    }

    private static Json both(Json one, Json other) {
        List<Json> values = new ArrayList<>(one instanceof Json.JsonArray ? one.items() : List.of(one));
        values.add(other);
        return new Json.JsonArray(values);
    }

    private static Optional<String> text(Bytes body) {
        return body.isText() ? body.decode() : Optional.empty();
    }

    private static String base64(Bytes body) {
        return Base64.getEncoder().encodeToString(body.toArray());
    }

    static Bytes file(Json mapping) {
        return Bytes.utf8(mapping.write(Layout.INDENTED) + "\n");
    }
}
