package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a span says about a request beside its messages. */
record SpanSettings(Span span) {
    /** Names in OpenTelemetry's conventions, and in requests. */
    private static final List<Name> NAMES = List.of(
            new Name("temperature", "temperature"),
            new Name("top_p", "top_p"),
            new Name("top_k", "top_k"),
            new Name("max_tokens", "max_tokens"),
            new Name("frequency_penalty", "frequency_penalty"),
            new Name("presence_penalty", "presence_penalty"),
            new Name("seed", "seed"),
            new Name("stop_sequences", "stop"),
            new Name("choice.count", "n"));

    private static final Set<String> NOT_SETTINGS = Set.of(
            "model", "messages", "input", "tools", "system", "stream", "stream_options", "extra_headers", "timeout");

    private record Name(String convention, String ofRequest) {}

    String model() {
        return Stream.of(
                        span.text("gen_ai.request.model", "llm.request.model"),
                        invocation().text("model"),
                        span.text("llm.model_name", "gen_ai.response.model"))
                .filter(model -> !model.isEmpty())
                .findFirst()
                .orElse("");
    }

    boolean isStream() {
        return span.first("gen_ai.request.stream", "gen_ai.is_streaming", "llm.is_streaming")
                        .filter(Json.TRUE::equals)
                        .isPresent()
                || invocation().get("stream").filter(Json.TRUE::equals).isPresent();
    }

    /** The members of the request that say how to answer, in their order. */
    Map<String, Json> members() {
        Map<String, Json> members = new LinkedHashMap<>();
        invocation().members().stream()
                .filter(member ->
                        !NOT_SETTINGS.contains(member.name()) && !member.value().equals(Json.NULL))
                .forEach(member -> members.put(member.name(), member.value()));
        for (Name name : NAMES) {
            span.first("gen_ai.request." + name.convention, "gen_ai.openai.request." + name.convention)
                    .map(Attributes::value)
                    .ifPresent(value -> members.putIfAbsent(name.ofRequest, value));
        }
        return members;
    }

    /** OpenInference keeps the parameters as the client gave them. */
    private Json invocation() {
        return span.first("llm.invocation_parameters").map(Attributes::value).orElse(Json.NULL);
    }

    /** The tools as the request had them, or with name, description and parameters beside each other. */
    List<Json> tools() {
        List<Json> tools = span.first("gen_ai.tool.definitions", "gen_ai.request.tools")
                .map(Attributes::value)
                .orElse(Json.NULL)
                .items();
        if (tools.isEmpty()) {
            tools = Attributes.numbered(span.attributes(), "llm.request.functions").stream()
                    .map(SpanSettings::withParsedParameters)
                    .toList();
        }
        return tools.isEmpty()
                ? Attributes.numbered(span.attributes(), "llm.tools").stream()
                        .flatMap(tool -> tool.at("tool", "json_schema").map(Attributes::value).stream())
                        .toList()
                : tools;
    }

    private static Json withParsedParameters(Json function) {
        JsonObjectBuilder tool = new JsonObjectBuilder();
        function.members()
                .forEach(member -> tool.with(
                        member.name(),
                        member.name().equals("parameters") ? Attributes.value(member.value()) : member.value()));
        return tool.done();
    }
}
