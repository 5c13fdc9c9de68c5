package io.reprise.formats.mockserver;

import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.formats.Stubs;
import java.util.List;
import java.util.stream.Stream;

/** A header, a cookie or a member of a query. */
record Named(String name, String value) {
    /** Those of an object of arrays or texts, or of an array of objects with {@code name} and {@code values}. */
    static List<Named> in(Json list) {
        if (list instanceof Json.JsonArray array) {
            return array.items().stream()
                    .flatMap(item -> values(item).map(value -> new Named(item.text("name"), value)))
                    .toList();
        }
        return list.members().stream()
                .flatMap(member -> Stubs.strings(member.value()).map(value -> new Named(member.name(), value)))
                .toList();
    }

    private static Stream<String> values(Json item) {
        return Stubs.strings(item.get("values").or(() -> item.get("value")).orElse(Json.NULL));
    }

    static Headers headers(List<Named> all) {
        return new Headers(all.stream()
                .map(each -> new Headers.Field(each.name(), each.value()))
                .toList());
    }
}
