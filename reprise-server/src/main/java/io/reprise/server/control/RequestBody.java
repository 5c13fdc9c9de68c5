package io.reprise.server.control;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** A body of a request to the control API that is an object of JSON, of which each member is known and stands once. */
public final class RequestBody {
    private final Json object;

    private RequestBody(Json object) {
        this.object = object;
    }

    /**
     * @param members that it may have
     * @throws WrongRequestException if it is not such an object
     */
    public static RequestBody of(Bytes body, Set<String> members) {
        return of(parsed(text(body)), members);
    }

    /**
     * A value in a body that is an object as well.
     *
     * @param members that it may have
     * @throws WrongRequestException if it is not such an object
     */
    public static RequestBody of(Json object, Set<String> members) {
        if (!(object instanceof Json.JsonObject)) {
            throw new WrongRequestException("the body must be a JSON object; its members are " + named(members));
        }
        Set<String> seen = new HashSet<>();
        for (Json.Member member : object.members()) {
            if (!members.contains(member.name())) {
                throw new WrongRequestException("the body has no member " + Quoted.of(member.name()) + "; "
                        + UnknownNames.advice(member.name(), members, "its members are"));
            }
            if (!seen.add(member.name())) {
                throw new WrongRequestException("the member '" + member.name() + "' is in the body twice");
            }
        }
        return new RequestBody(object);
    }

    private static String named(Set<String> members) {
        return String.join(", ", new TreeSet<>(members));
    }

    public static String text(Bytes body) {
        return body.decode()
                .orElseThrow(() -> new WrongRequestException("the body is not UTF-8"))
                .strip();
    }

    public static Json parsed(String text) {
        if (text.isBlank()) {
            throw new WrongRequestException("the body is empty");
        }
        try {
            return Json.parse(text);
        } catch (JsonSyntaxException broken) {
            throw new WrongRequestException("the body is not JSON: " + broken.getMessage());
        }
    }

    /** A member; empty where it is not given. */
    public Optional<Json> member(String name) {
        return object.get(name);
    }

    /** A member that must be given. */
    public Json required(String name) {
        return member(name)
                .orElseThrow(() -> new WrongRequestException("the member '" + name + "' is missing in the body"));
    }

    /** A text; empty where it is not given or {@code null}. */
    public Optional<String> text(String name) {
        return member(name)
                .filter(value -> !value.equals(Json.NULL))
                .map(value -> value.string()
                        .orElseThrow(() -> new WrongRequestException("the member '" + name + "' must be a string")));
    }

    /** A test id; empty where it is not given or {@code null}. */
    public Optional<TestId> test(String name) {
        try {
            return text(name).map(TestId::new);
        } catch (IllegalArgumentException wrong) {
            throw new WrongRequestException(String.valueOf(wrong.getMessage()));
        }
    }

    /** A list of texts; empty where it is not given or {@code null}. */
    public Optional<List<String>> texts(String name) {
        return member(name).filter(value -> !value.equals(Json.NULL)).map(value -> {
            if (!(value instanceof Json.JsonArray)
                    || value.items().stream().anyMatch(item -> item.string().isEmpty())) {
                throw new WrongRequestException("the member '" + name + "' must be a list of strings");
            }
            return value.items().stream()
                    .flatMap(item -> item.string().stream())
                    .toList();
        });
    }

    /**
     * A whole number; empty where it is not given.
     *
     * @param least of the numbers that are allowed
     * @param most of the numbers that are allowed
     */
    public OptionalInt number(String name, int least, int most) {
        return member(name)
                .map(value -> {
                    if (value instanceof Json.JsonNumber given
                            && given.spelling().matches("[0-9]{1,9}")
                            && Integer.parseInt(given.spelling()) >= least
                            && Integer.parseInt(given.spelling()) <= most) {
                        return OptionalInt.of(Integer.parseInt(given.spelling()));
                    }
                    throw new WrongRequestException(
                            "the member '" + name + "' must be a whole number from " + least + " to " + most);
                })
                .orElse(OptionalInt.empty());
    }

    /** True or false. */
    public boolean isTrue(String name, boolean standard) {
        return member(name)
                .map(value -> {
                    if (value instanceof Json.JsonBoolean given) {
                        return given.value();
                    }
                    throw new WrongRequestException("the member '" + name + "' must be true or false");
                })
                .orElse(standard);
    }
}
