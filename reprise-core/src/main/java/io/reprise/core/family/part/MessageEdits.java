package io.reprise.core.family.part;

import io.reprise.core.json.Json;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Changes to JSON values, one level deep. */
public final class MessageEdits {
    private MessageEdits() {}

    /** An object without the members of those names; another value as it is. */
    public static Json without(Json value, Predicate<String> names) {
        return value instanceof Json.JsonObject
                ? new Json.JsonObject(value.members().stream()
                        .filter(member -> !names.test(member.name()))
                        .toList())
                : value;
    }

    /** An object with the value of each member of that name changed; another value as it is. */
    public static Json within(Json value, String name, UnaryOperator<Json> change) {
        return value instanceof Json.JsonObject
                ? new Json.JsonObject(value.members().stream()
                        .map(member -> member.name().equals(name)
                                ? new Json.Member(name, change.apply(member.value()))
                                : member)
                        .toList())
                : value;
    }

    /** An array with each item changed; another value as it is. */
    public static Json each(Json value, UnaryOperator<Json> change) {
        List<Json> items = value.items();
        return value instanceof Json.JsonArray
                ? new Json.JsonArray(items.stream().map(change).toList())
                : value;
    }
}
