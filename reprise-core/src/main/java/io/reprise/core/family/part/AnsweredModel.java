package io.reprise.core.family.part;

import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import java.util.Optional;
import java.util.stream.Stream;

/** The model that an answer says has answered, which may be more exact than the one that was asked for. */
public final class AnsweredModel {
    /** It stands in the first chunks, where it stands at all. */
    private static final int CHUNKS = 5;

    private AnsweredModel() {}

    /** Empty where the answer names none. */
    public static Optional<String> of(ParsedResponse response) {
        return Stream.iterate(
                        0,
                        i -> i < Math.min(CHUNKS, response.response().chunks().size()),
                        i -> i + 1)
                .flatMap(response::values)
                .flatMap(AnsweredModel::named)
                .filter(name -> !name.isBlank())
                .findFirst();
    }

    private static Stream<String> named(Json payload) {
        return Stream.of(
                payload.text("model"),
                payload.text("modelVersion"),
                payload.text("message", "model"),
                payload.text("response", "model"));
    }
}
