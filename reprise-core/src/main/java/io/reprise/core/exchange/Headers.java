package io.reprise.core.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Header fields in the order of arrival; names are compared without regard to case (RFC 9110, 5.1). */
public record Headers(List<Field> fields) {
    public static final Headers NONE = new Headers(List.of());

    /** Fields that belong to one connection; they are never recorded and never forwarded (RFC 9110, 7.6.1). */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    /** One header field; the name is in lower case. */
    public record Field(String name, String value) {
        public Field {
            name = name.toLowerCase(Locale.ROOT);
        }
    }

    public Headers {
        fields = List.copyOf(fields);
    }

    /** Headers of alternating names and values. */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a header name without a value: " + namesAndValues.length + " strings");
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new Headers(fields);
    }

    /** Whether an answer may be a stream of events, as {@code Accept} says (RFC 9110, 8.3.1: in any case). */
    public boolean acceptEvents() {
        return first("accept")
                .filter(types -> types.toLowerCase(Locale.ROOT).contains("text/event-stream"))
                .isPresent();
    }

    /** The value of the first field of that name. */
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** Of all names and values together, in characters. */
    public int length() {
        int length = 0;
        for (Field field : fields) {
            length += field.name().length() + field.value().length();
        }
        return length;
    }

    public Headers filter(Predicate<Field> isKept) {
        return new Headers(fields.stream().filter(isKept).toList());
    }

    public Headers without(String name) {
        return filter(field -> !field.name().equalsIgnoreCase(name));
    }

    public Headers plus(String name, String value) {
        List<Field> all = new ArrayList<>(fields);
        all.add(new Field(name, value));
        return new Headers(all);
    }

    /**
     * Of the headers of an answer to a request of that method, those that are not about a connection. How long a body is and where it ends
     * follows from the body, which only the answer to {@code HEAD} does not have.
     */
    public Headers ofAnswerTo(String method) {
        return method.equals("HEAD") ? endToEnd() : endToEnd().without("content-length");
    }

    /** All fields except hop-by-hop fields and those that {@code Connection} names. */
    public Headers endToEnd() {
        Set<String> named = new HashSet<>();
        for (Field field : fields) {
            if (field.name().equals("connection")) {
                Arrays.stream(field.value().toLowerCase(Locale.ROOT).split(",", -1))
                        .map(String::strip)
                        .forEach(named::add);
            }
        }
        return filter(field -> !HOP_BY_HOP.contains(field.name()) && !named.contains(field.name()));
    }
}
