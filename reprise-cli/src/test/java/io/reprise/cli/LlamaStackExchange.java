package io.reprise.cli;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a file of llama-stack says, read independently of the code that serves it. */
record LlamaStackExchange(Path file, Json content) {
    private static final Set<String> OPTIONS = Set.of("extra_body", "extra_query", "extra_headers", "timeout");
    private static final Set<String> OF_THE_SDK = Set.of("sdk_http_response", "automatic_function_calling_history");
    private static final Set<String> OPAQUE = Set.of("parameters_json_schema", "args", "response");

    static LlamaStackExchange read(Path file) throws IOException {
        return new LlamaStackExchange(file, Json.parse(Files.readString(file)));
    }

    boolean isHttp() {
        return request("url").isPresent();
    }

    private Optional<Json> request(String name) {
        return content.get("request").orElseThrow().get(name);
    }

    private URI url() {
        return URI.create(request("url").flatMap(Json::string).orElseThrow());
    }

    private boolean isGoogle() {
        return url().getScheme().equals("vertexai");
    }

    String host() {
        return isGoogle() ? "vertexai" : url().getAuthority();
    }

    Optional<String> test() {
        return content.get("test_id").flatMap(Json::string);
    }

    String question() {
        return test() + " " + host() + target() + " " + body();
    }

    /** Path and query as the client sent them. */
    String target() {
        if (isGoogle()) {
            boolean isStream = url().getPath().endsWith("_stream");
            return "/v1beta1/" + arguments().get("model").flatMap(Json::string).orElseThrow()
                    + (isStream ? ":streamGenerateContent?alt=sse" : ":generateContent");
        }
        String query = arguments().get("extra_query").map(Json::members).orElse(List.of()).stream()
                .map(member -> member.name() + "="
                        + URLEncoder.encode(member.value().string().orElseThrow(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return url().getPath().replace("/v1/v1/", "/v1/") + (query.isEmpty() ? "" : "?" + query);
    }

    private Json arguments() {
        return request("body").or(() -> request("payload")).orElseThrow();
    }

    /** Empty for GET. */
    Optional<String> body() {
        String path = url().getPath();
        if (path.endsWith("/models") || path.endsWith("/api/tags") || path.endsWith("/api/ps")) {
            return Optional.empty();
        }
        return Optional.of((isGoogle() ? google() : merged()).write(Layout.COMPACT));
    }

    private Json merged() {
        TreeMap<String, Json> members = new TreeMap<>();
        for (Json.Member member : arguments().members()) {
            if (!OPTIONS.contains(member.name())) {
                members.put(member.name(), member.value());
            }
        }
        arguments()
                .get("extra_body")
                .map(Json::members)
                .orElse(List.of())
                .forEach(member -> members.put(member.name(), member.value()));
        return object(members);
    }

    private Json google() {
        TreeMap<String, Json> body = new TreeMap<>();
        TreeMap<String, Json> config = new TreeMap<>();
        body.put("contents", camel(arguments().get("contents").orElseThrow()));
        for (Json.Member member : arguments().get("config").orElseThrow().members()) {
            if (member.name().equals("system_instruction")) {
                Json part = object(new TreeMap<>(java.util.Map.of("text", member.value())));
                body.put(
                        "systemInstruction",
                        object(new TreeMap<>(java.util.Map.of(
                                "parts", new Json.JsonArray(List.of(part)), "role", new Json.JsonString("user")))));
            } else {
                (member.name().equals("tools") ? body : config).put(camel(member.name()), camel(member.value()));
            }
        }
        if (!config.isEmpty()) {
            body.put("generationConfig", object(config));
        }
        return object(body);
    }

    private static Json object(TreeMap<String, Json> members) {
        return new Json.JsonObject(members.entrySet().stream()
                .map(member -> new Json.Member(member.getKey(), member.getValue()))
                .toList());
    }

    private static Json camel(Json value) {
        if (value instanceof Json.JsonArray array) {
            return new Json.JsonArray(
                    array.items().stream().map(LlamaStackExchange::camel).toList());
        }
        return !(value instanceof Json.JsonObject)
                ? value
                : new Json.JsonObject(value.members().stream()
                        .filter(member -> !OF_THE_SDK.contains(member.name()))
                        .map(member -> new Json.Member(
                                camel(member.name()),
                                OPAQUE.contains(member.name())
                                        ? member.value()
                                        : member.name().equals("properties")
                                                ? inProperties(member.value())
                                                : camel(member.value())))
                        .toList());
    }

    /** Their names are the user's. */
    private static Json inProperties(Json properties) {
        return new Json.JsonObject(properties.members().stream()
                .map(property -> new Json.Member(property.name(), camel(property.value())))
                .toList());
    }

    private static String camel(String name) {
        String[] words = name.split("_");
        return words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining());
    }

    boolean isAnsweredBy(HttpResponse<String> answer) {
        Json response = content.get("response").orElseThrow();
        Json body = response.get("body").orElse(Json.NULL);
        if (response.get("is_exception").isPresent()) {
            Optional<Json> status = response.get("exception_data").flatMap(data -> data.get("status_code"));
            return status.orElseThrow().toString().contains(Integer.toString(answer.statusCode()));
        }
        if (answer.statusCode() != 200) {
            return false;
        }
        if (!models().isEmpty()) {
            Json listed = Json.parse(answer.body());
            Set<String> ids = listed.get("data").or(() -> listed.get("models")).orElseThrow().items().stream()
                    .map(LlamaStackExchange::modelId)
                    .collect(Collectors.toSet());
            return ids.containsAll(models());
        }
        if (!(body instanceof Json.JsonArray)) {
            return told(Json.parse(answer.body())).equals(told(body));
        }
        return body.items().stream().anyMatch(item -> item.string().isPresent())
                ? lines(answer.body()).equals(lines(texts(body)))
                : chunks(answer).equals(body.items().stream().map(this::told).toList());
    }

    private List<String> chunks(HttpResponse<String> answer) {
        boolean isSse = answer.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
        List<String> payloads = new ArrayList<>();
        for (String frame : answer.body().split(isSse ? "\n\n" : "\n")) {
            payloads.add(frame.lines()
                    .filter(line -> !isSse || line.startsWith("data: "))
                    .map(line -> isSse ? line.substring(6) : line)
                    .collect(Collectors.joining()));
        }
        if (isSse && target().endsWith("/completions") && !payloads.remove("[DONE]")) {
            return List.of("no [DONE]");
        }
        return payloads.stream().map(Json::parse).map(this::told).toList();
    }

    private static String texts(Json lines) {
        return lines.items().stream().map(line -> line.string().orElseThrow()).collect(Collectors.joining("\n"));
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    /** What a value says without members that are null, whatever their order. */
    private String told(Json value) {
        Json data = value.get("__data__").orElse(value);
        return told(isGoogle() ? camel(data) : data, new StringBuilder()).toString();
    }

    private static StringBuilder told(Json value, StringBuilder out) {
        if (value instanceof Json.JsonArray array) {
            array.items().forEach(item -> told(item, out.append("- ")));
            return out.append("; ");
        }
        if (value instanceof Json.JsonObject) {
            TreeMap<String, Json> members = new TreeMap<>();
            value.members().forEach(member -> members.put(member.name(), member.value()));
            members.values().removeIf(member -> member instanceof Json.JsonNull);
            members.forEach((name, member) -> told(member, out.append(name).append(": ")));
            return out.append(". ");
        }
        return out.append(value.write(Layout.COMPACT)).append(' ');
    }

    /** The ids of the models that the file lists; empty where it is no list of models. */
    Set<String> models() {
        if (!isHttp()
                || !(url().getPath().endsWith("/models") || url().getPath().endsWith("/api/tags"))) {
            return Set.of();
        }
        Json body = content.get("response").orElseThrow().get("body").orElseThrow();
        Json list = body.get("__data__").flatMap(data -> data.get("models")).orElse(body);
        return list.items().stream()
                .map(model -> model.get("__data__").orElse(model))
                .map(LlamaStackExchange::modelId)
                .collect(Collectors.toSet());
    }

    static String modelId(Json model) {
        return model.get("id")
                .or(() -> model.get("model"))
                .flatMap(Json::string)
                .orElseThrow();
    }
}
