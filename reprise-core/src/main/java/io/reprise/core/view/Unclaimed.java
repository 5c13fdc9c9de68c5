package io.reprise.core.view;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what the messages of one side do not show: the largest pieces of JSON in which nothing is shown. Members that only say how a value is to be
 * read, and what is another each time, are left out.
 */
final class Unclaimed {
    /** Deeper values are shown as a whole; this limits recursion. */
    private static final int DEEPEST = 64;

    /** Members that say what the others are. */
    private static final Set<String> STRUCTURE = Set.of("object", "type", "role", "index");

    /** What there is to show of a value. */
    private enum State {
        NOTHING,
        /** Some of it is shown. */
        SHOWN,
        UNSHOWN
    }

    /** Whether a scalar at a place is shown or needs not be. */
    interface Known {
        /** @param parent the path of the object that has the member, or of the array */
        boolean holds(String parent, String name, Json scalar);
    }

    private final Claims claims;
    private final Known known;
    private final Map<String, Set<Json>> found = new LinkedHashMap<>();

    Unclaimed(Claims claims, Known known) {
        this.claims = claims;
        this.known = known;
    }

    /** Looks through a value; what is within it is at {@code path} and below. */
    void look(String path, Json value) {
        if (visit(path, "", "", value, DEEPEST) == State.UNSHOWN) {
            if (path.isEmpty() && value instanceof Json.JsonObject) {
                value.members().forEach(member -> keep(below(path, member.name()), member.value()));
            } else {
                keep(path, value);
            }
        }
    }

    private void keep(String path, Json value) {
        boolean isEmpty = value.equals(Json.NULL)
                || !Scalars.isScalar(value)
                        && value.items().isEmpty()
                        && value.members().isEmpty();
        if (!isEmpty) {
            found.computeIfAbsent(path, first -> new LinkedHashSet<>()).add(value);
        }
    }

    /** @param parent the path of the object or array that has the value, with {@code []} for any item */
    private State visit(String path, String parent, String name, Json value, int depth) {
        if (Scalars.isScalar(value)) {
            boolean isNothing = value.equals(Json.NULL)
                    || value.string().filter(String::isEmpty).isPresent();
            return isNothing || known.holds(parent, name, value)
                    ? State.NOTHING
                    : claims.holds(name, value) ? State.SHOWN : State.UNSHOWN;
        }
        if (Scalars.areNumbers(value)) {
            return claims.holdsNumbers(value) ? State.SHOWN : State.UNSHOWN;
        }
        return depth == 0 ? State.UNSHOWN : within(path, value, depth);
    }

    private State within(String path, Json value, int depth) {
        Map<String, Json> unshown = new LinkedHashMap<>();
        boolean isAnyShown = false;
        List<Json> items = value.items();
        for (int i = 0; i < items.size(); i++) {
            String place = path + "[" + i + "]";
            State state = visit(place, withoutIndexes(path) + "[]", "", items.get(i), depth - 1);
            isAnyShown |= state == State.SHOWN;
            if (state == State.UNSHOWN) {
                unshown.put(place, items.get(i));
            }
        }
        boolean isAlone = value.members().size() == 1;
        for (Json.Member member : value.members()) {
            boolean isStructure = !isAlone && STRUCTURE.contains(member.name()) && Scalars.isScalar(member.value());
            String place = below(path, member.name());
            State state = isStructure
                    ? State.NOTHING
                    : visit(place, withoutIndexes(path), member.name(), member.value(), depth - 1);
            isAnyShown |= state == State.SHOWN;
            if (state == State.UNSHOWN) {
                unshown.put(place, member.value());
            }
        }
        if (isAnyShown) {
            unshown.forEach(this::keep);
            return State.SHOWN;
        }
        return unshown.isEmpty() ? State.NOTHING : State.UNSHOWN;
    }

    private static String withoutIndexes(String path) {
        return path.indexOf('[') < 0 ? path : path.replaceAll("\\[\\d+]", "[]");
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** What was found, with its places; what several chunks have at one place is one part. */
    List<MessagePart> parts() {
        List<MessagePart> parts = new ArrayList<>();
        found.forEach((path, values) -> {
            Json json = values.size() == 1 ? values.iterator().next() : new Json.JsonArray(List.copyOf(values));
            parts.addAll(KnownForms.of(new MessagePart.Other(path, json)));
        });
        return parts;
    }
}
