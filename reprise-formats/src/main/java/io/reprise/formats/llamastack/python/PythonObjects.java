package io.reprise.formats.llamastack.python;

import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Converts objects of Python classes to and from the API's JSON. */
public final class PythonObjects {
    /** What OpenAI's Responses API sends as null in the response itself. */
    private static final Set<String> NULL_IN_RESPONSES = Set.of(
            "error",
            "incomplete_details",
            "instructions",
            "max_output_tokens",
            "max_tool_calls",
            "previous_response_id",
            "prompt_cache_key",
            "safety_identifier",
            "usage",
            "user",
            "completed_at",
            "billing");

    private final Provider provider;
    private final boolean wantsUsage;

    /** @param wantsUsage whether the request asks for usage at the end of the stream */
    public PythonObjects(Provider provider, boolean wantsUsage) {
        this.provider = provider;
        this.wantsUsage = wantsUsage;
    }

    /** {@code __data__} of a recorded object, or plain JSON, as the API sends it. */
    public Json wire(Json recorded) {
        Optional<Json> data = recorded.get("__data__");
        Optional<String> type = recorded.get("__type__").flatMap(Json::string);
        if (data.isEmpty() || type.isEmpty()) {
            return recorded;
        }
        Optional<ClassShape> shape = ClassShapes.of(type.get());
        Json wire = shape.isPresent() ? wire(data.get(), shape.get()) : withoutNulls(data.get());
        return type.get().endsWith("ListResponse") ? named(wire) : wire;
    }

    private Json wire(Json data, ClassShape shape) {
        if (data instanceof Json.JsonArray array) {
            return new Json.JsonArray(
                    array.items().stream().map(item -> wire(item, shape)).toList());
        }
        if (!(data instanceof Json.JsonObject object)) {
            return data;
        }
        List<Json.Member> members = new ArrayList<>();
        for (Json.Member member : object.members()) {
            Optional<ClassShape.Member> declared = shape.named(member.name());
            boolean isNull = member.value() instanceof Json.JsonNull;
            if (declared.isEmpty()) {
                members.add(member);
            } else if (!isNull || isSent(declared.get().whenNull(), object)) {
                Optional<ClassShape> inner = declared.get().shape();
                Json value = inner.isPresent() ? wire(member.value(), inner.get()) : member.value();
                members.add(new Json.Member(member.name(), value));
            }
        }
        return new Json.JsonObject(members);
    }

    private boolean isSent(ClassShape.Null whenNull, Json.JsonObject object) {
        boolean isOpenAi = provider == Provider.OPENAI && !isPromptFilter(object);
        return switch (whenNull) {
            case ABSENT -> false;
            case SENT -> true;
            case SENT_BY_OPENAI -> isOpenAi;
            case SENT_BY_OPENAI_AND_VLLM -> isOpenAi || provider == Provider.VLLM;
            case SENT_WHERE_USAGE_FOLLOWS -> isOpenAi && wantsUsage;
            case SENT_WITH_ROLE -> hasRole(object);
            case SENT_WITH_ROLE_BY_OPENAI -> isOpenAi && hasRole(object);
        };
    }

    /** Azure's first chunk, which holds what its filters say of the prompt and is empty in all other respects. */
    private static boolean isPromptFilter(Json.JsonObject object) {
        return object.get("object")
                .flatMap(Json::string)
                .filter(String::isEmpty)
                .isPresent();
    }

    private static boolean hasRole(Json.JsonObject object) {
        return object.get("role").flatMap(Json::string).isPresent();
    }

    /** Ollama says each model's name twice; its Python client reads one of them. */
    private static Json named(Json list) {
        return new Json.JsonObject(list.members().stream()
                .map(member -> member.name().equals("models")
                        ? new Json.Member(
                                "models",
                                new Json.JsonArray(member.value().items().stream()
                                        .map(PythonObjects::withName)
                                        .toList()))
                        : member)
                .toList());
    }

    private static Json withName(Json model) {
        if (model.get("name").isPresent() || model.get("model").isEmpty()) {
            return model;
        }
        List<Json.Member> members = new ArrayList<>();
        members.add(new Json.Member("name", model.get("model").orElseThrow()));
        members.addAll(model.members());
        return new Json.JsonObject(members);
    }

    /** For unknown classes: nulls are treated as absent members. */
    private static Json withoutNulls(Json value) {
        if (value instanceof Json.JsonArray array) {
            return new Json.JsonArray(
                    array.items().stream().map(PythonObjects::withoutNulls).toList());
        }
        if (!(value instanceof Json.JsonObject object)) {
            return value;
        }
        boolean isResponse = object.get("object")
                .flatMap(Json::string)
                .filter("response"::equals)
                .isPresent();
        return new Json.JsonObject(object.members().stream()
                .filter(member -> !(member.value() instanceof Json.JsonNull)
                        || isResponse && NULL_IN_RESPONSES.contains(member.name()))
                .map(member -> new Json.Member(member.name(), withoutNulls(member.value())))
                .toList());
    }

    /**
     * {@code wire} as Python dumps an object of that class: all declared members first, then the others.
     *
     * @param dropsOthers whether the class loses what it does not declare
     */
    public static Json dumped(Json wire, ClassShape shape, boolean dropsOthers) {
        if (wire instanceof Json.JsonArray array) {
            return new Json.JsonArray(array.items().stream()
                    .map(item -> dumped(item, shape, dropsOthers))
                    .toList());
        }
        if (!(wire instanceof Json.JsonObject object)) {
            return wire;
        }
        List<Json.Member> members = new ArrayList<>();
        for (ClassShape.Member declared : shape.members()) {
            Json value = object.get(declared.name()).orElse(Json.NULL);
            Json inner = declared.shape().isPresent()
                    ? dumped(value, declared.shape().get(), dropsOthers)
                    : value;
            members.add(new Json.Member(declared.name(), inner));
        }
        object.members().stream()
                .filter(member -> !dropsOthers && shape.named(member.name()).isEmpty())
                .forEach(members::add);
        return new Json.JsonObject(members);
    }
}
