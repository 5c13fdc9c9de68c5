package io.reprise.core.drift;

import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members that the JSON of an answer has, and the kinds of their values: {@code .choices[].message.content} is a string. That of a stream is that of
 * all its chunks together. What a program has chosen, such as the arguments of a tool, is not part of it.
 *
 * @param kinds by path
 */
record JsonShape(SortedMap<String, Set<Kind>> kinds) {
    /** Deeper values are not looked at. */
    private static final int DEEPEST = 64;

    /** What is within them, a model has made up for a tool. */
    private static final Set<String> OF_PROGRAMS = Set.of("args", "arguments", "input");

    /** Of a value of JSON. */
    enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static final Json.Visitor<Kind> OF = new Json.Visitor<>() {
            @Override
            public Kind object(Json.JsonObject object) {
                return OBJECT;
            }

            @Override
            public Kind array(Json.JsonArray array) {
                return ARRAY;
            }

            @Override
            public Kind string(Json.JsonString string) {
                return STRING;
            }

            @Override
            public Kind number(Json.JsonNumber number) {
                return NUMBER;
            }

            @Override
            public Kind bool(Json.JsonBoolean bool) {
                return BOOLEAN;
            }

            @Override
            public Kind nothing() {
                return NULL;
            }
        };
    }

    private record Place(String path, int depth, Json value) {}

    static JsonShape of(ParsedResponse response) {
        SortedMap<String, Set<Kind>> kinds = new TreeMap<>();
        response.values().forEach(value -> add(value, kinds));
        return new JsonShape(kinds);
    }

    private static void add(Json whole, Map<String, Set<Kind>> kinds) {
        Deque<Place> left = new ArrayDeque<>();
        left.add(new Place("", 0, whole));
        while (!left.isEmpty()) {
            Place place = left.remove();
            kinds.computeIfAbsent(place.path(), first -> EnumSet.noneOf(Kind.class))
                    .add(place.value().accept(Kind.OF));
            if (place.depth() == DEEPEST) {
                continue;
            }
            for (Json.Member member : place.value().members()) {
                boolean isOfProgram = OF_PROGRAMS.contains(member.name()) && member.value() instanceof Json.JsonObject;
                Json value = isOfProgram ? new Json.JsonObject(List.of()) : member.value();
                left.add(new Place(place.path() + "." + member.name(), place.depth() + 1, value));
            }
            place.value().items().forEach(item -> left.add(new Place(place.path() + "[]", place.depth() + 1, item)));
        }
    }
}
