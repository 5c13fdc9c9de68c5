package io.reprise.formats.har;

import io.reprise.core.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An entry of a HAR file in the form in which Polly.js writes it: with its id and number, and all members sorted. */
final class PollyEntry {
    private static final String NUMBER = "_order";

    private PollyEntry() {}

    /** @param id by which Polly.js finds it */
    static Json of(Json entry, String id) {
        return sorted(with(entry, "_id", new Json.JsonString(id)));
    }

    /** @param number of the answers to the same request that come before */
    static Json withNumber(Json entry, int number) {
        return sorted(with(entry, NUMBER, new Json.JsonNumber(Integer.toString(number))));
    }

    static Json withoutNumber(Json entry) {
        return new Json.JsonObject(entry.members().stream()
                .filter(member -> !member.name().equals(NUMBER))
                .toList());
    }

    private static Json with(Json object, String name, Json value) {
        return new Json.JsonObject(Stream.concat(object.members().stream(), Stream.of(new Json.Member(name, value)))
                .toList());
    }

    private static Json sorted(Json value) {
        if (value instanceof Json.JsonArray array) {
            return new Json.JsonArray(
                    array.items().stream().map(PollyEntry::sorted).toList());
        }
        if (!(value instanceof Json.JsonObject)) {
            return value;
        }
        List<Json.Member> members = value.members().stream()
                .sorted(Comparator.comparing(Json.Member::name))
                .map(member -> new Json.Member(member.name(), sorted(member.value())))
                .toList();
        return new Json.JsonObject(members);
    }
}
