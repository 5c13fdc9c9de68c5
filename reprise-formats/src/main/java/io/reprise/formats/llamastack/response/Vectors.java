package io.reprise.formats.llamastack.response;

import io.reprise.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** Embeddings as OpenAI sends them to clients that want base64: the Python client, and so the recording, decodes them. */
final class Vectors {
    private Vectors() {}

    /** {@code answer} with each embedding that is a list of numbers written as base64 of little-endian 32-bit floats. */
    static Json inBase64(Json answer) {
        return replaced(
                answer,
                "data",
                data -> new Json.JsonArray(data.items().stream()
                        .map(item -> replaced(item, "embedding", Vectors::encoded))
                        .toList()));
    }

    private static Json replaced(Json object, String name, UnaryOperator<Json> change) {
        return new Json.JsonObject(object.members().stream()
                .map(member ->
                        member.name().equals(name) ? new Json.Member(name, change.apply(member.value())) : member)
                .toList());
    }

    private static Json encoded(Json embedding) {
        List<Json> numbers = embedding.items();
        if (!(embedding instanceof Json.JsonArray)
                || !numbers.stream().allMatch(number -> number instanceof Json.JsonNumber)) {
            return embedding;
        }
        ByteBuffer floats = ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(number -> floats.putFloat(Float.parseFloat(((Json.JsonNumber) number).spelling())));
        return new Json.JsonString(Base64.getEncoder().encodeToString(floats.array()));
    }
}
