package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Values that attributes cannot hold themselves, and how they are written: as JSON in a text, or with a number in each name. */
final class Attributes {
    /** No message is deeper. */
    static final int DEEPEST = 100;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private Attributes() {}

    /** A value, or the JSON that is in a text. */
    static Json value(Json attribute) {
        return attribute.string().flatMap(Json::tryParse).orElse(attribute);
    }

    /**
     * The objects whose members are attributes with such names: {@code PREFIX.0.role}, {@code PREFIX.0.content}, {@code PREFIX.1.role}. Members
     * with numbers are arrays in the same way.
     *
     * @param prefix without the full stop
     */
    static List<Json> numbered(Map<String, Json> attributes, String prefix) {
        Node root = new Node();
        attributes.forEach((name, value) -> {
            if (name.startsWith(prefix + ".")) {
                root.put(name.substring(prefix.length() + 1).split("\\.", DEEPEST), 0, value);
            }
        });
        return root.json().items();
    }

    /** A member, an array or an object that is being put together. */
    private static final class Node {
        private final Map<String, Node> members = new LinkedHashMap<>();
        private Optional<Json> value = Optional.empty();

        void put(String[] names, int at, Json wanted) {
            if (at == names.length) {
                value = Optional.of(wanted);
            } else {
                members.computeIfAbsent(names[at], any -> new Node()).put(names, at + 1, wanted);
            }
        }

        Json json() {
            if (members.isEmpty()) {
                return value.orElse(Json.NULL);
            }
            if (members.keySet().stream().allMatch(name -> NUMBER.matcher(name).matches())) {
                Map<Integer, Json> items = new TreeMap<>();
                members.forEach((name, node) -> items.put(Integer.valueOf(name), node.json()));
                return new Json.JsonArray(new ArrayList<>(items.values()));
            }
            List<Json.Member> all = new ArrayList<>();
            members.forEach((name, node) -> all.add(new Json.Member(name, node.json())));
            return new Json.JsonObject(all);
        }
    }
}
