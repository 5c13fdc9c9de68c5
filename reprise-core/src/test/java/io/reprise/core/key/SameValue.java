package io.reprise.core.key;

import io.reprise.core.json.Json;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says whether two JSON values are the same question, from the values alone: numbers by their size, strings by their
 * characters, arrays item by item, objects by their names in any order. It shares no code with the key.
 */
final class SameValue {
    private SameValue() {}

    static boolean isSame(Json one, Json other) {
        if (one instanceof Json.JsonNumber number && other instanceof Json.JsonNumber that) {
            return new BigDecimal(number.spelling()).compareTo(new BigDecimal(that.spelling())) == 0;
        }
        if (one instanceof Json.JsonArray array && other instanceof Json.JsonArray that) {
            List<Json> items = array.items();
            return items.size() == that.items().size()
                    && IntStream.range(0, items.size())
                            .allMatch(i -> isSame(items.get(i), that.items().get(i)));
        }
        if (one instanceof Json.JsonObject object && other instanceof Json.JsonObject that) {
            Map<String, Json.JsonArray> members = byName(object);
            Map<String, Json.JsonArray> others = byName(that);
            return members.keySet().equals(others.keySet())
                    && members.keySet().stream().allMatch(name -> isSame(members.get(name), others.get(name)));
        }
        if (one instanceof Json.JsonString string && other instanceof Json.JsonString that) {
            return string.value().equals(that.value());
        }
        if (one instanceof Json.JsonBoolean bool && other instanceof Json.JsonBoolean that) {
            return bool.value() == that.value();
        }
        return one instanceof Json.JsonNull && other instanceof Json.JsonNull;
    }

    /** The values of each name; those of one name in their order. */
    private static Map<String, Json.JsonArray> byName(Json.JsonObject object) {
        Map<String, Json.JsonArray> values = new HashMap<>();
        for (Json.Member member : object.members()) {
            values.merge(member.name(), new Json.JsonArray(List.of(member.value())), SameValue::joined);
        }
        return values;
    }

    private static Json.JsonArray joined(Json.JsonArray one, Json.JsonArray other) {
        return new Json.JsonArray(
                Stream.concat(one.items().stream(), other.items().stream()).toList());
    }
}
