package io.reprise.formats.mockserver;

import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.formats.Stubs;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A header, a cookie or a member of a query. */
record Named(String name, String value) {
    /** Says among the names how they are compared; a name has an array. */
    private static final String STYLE = "keyMatchStyle";

    /** A name that must not be there, one that may, and the usual regular expressions; {@code a[]} is a name. */
    private static final Pattern MATCHER_OF_NAMES = Pattern.compile("^[!?]|\\.[*+?]|\\][*+?{]|\\\\");

    /** One name, as JSON has it, with its values. */
    private record Entry(Json name, Json values) {
        /** Whether it says one name and all of its values; their texts may still be regular expressions. */
        boolean isExact() {
            return isExactName() && (values.string().isPresent() || isOfTexts(values.items()));
        }

        boolean isExactName() {
            return name.string()
                    .filter(text -> !MATCHER_OF_NAMES.matcher(text).find())
                    .isPresent();
        }

        private static boolean isOfTexts(List<Json> values) {
            return !values.isEmpty()
                    && values.stream().allMatch(value -> value.string().isPresent());
        }

        Stream<Named> texts() {
            return Stubs.strings(values).map(value -> new Named(name.string().orElse(""), value));
        }
    }

    /** Those of an object of arrays or texts, or of an array of objects with {@code name} and {@code values}. */
    static List<Named> in(Json list) {
        return entries(list).flatMap(Entry::texts).toList();
    }

    /** The same, without those that are there to be compared: other names and values may fit as well. */
    static List<Named> exact(Json list) {
        return entries(list)
                .filter(Entry::isExactName)
                .flatMap(Entry::texts)
                .filter(each -> !each.value().startsWith("!"))
                .toList();
    }

    /** Whether a list says which names and values there are, and not what fits them. */
    static boolean isExact(Json list) {
        return entries(list).allMatch(Entry::isExact) && exact(list).equals(in(list));
    }

    private static Stream<Entry> entries(Json list) {
        if (list instanceof Json.JsonArray array) {
            return array.items().stream().map(item -> new Entry(item.get("name").orElse(Json.NULL), values(item)));
        }
        return list.members().stream()
                .filter(member ->
                        !member.name().equals(STYLE) || member.value().string().isEmpty())
                .map(member -> new Entry(new Json.JsonString(member.name()), member.value()));
    }

    private static Json values(Json item) {
        return item.get("values").or(() -> item.get("value")).orElse(Json.NULL);
    }

    static Headers headers(List<Named> all) {
        return new Headers(all.stream()
                .map(each -> new Headers.Field(each.name(), each.value()))
                .toList());
    }
}
