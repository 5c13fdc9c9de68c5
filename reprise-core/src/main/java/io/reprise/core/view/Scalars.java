package io.reprise.core.view;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;

/** Values of JSON that have nothing within. */
final class Scalars {
    private Scalars() {}

    static boolean isScalar(Json value) {
        return !(value instanceof Json.JsonObject) && !(value instanceof Json.JsonArray);
    }

    /** The text of a string, or the spelling of another value. */
    static String text(Json scalar) {
        return scalar.string().orElseGet(() -> scalar.write(Layout.COMPACT));
    }

    /** Whether a value is an array of numbers, at least one. */
    static boolean areNumbers(Json value) {
        return !value.items().isEmpty() && value.items().stream().allMatch(item -> item instanceof Json.JsonNumber);
    }
}
