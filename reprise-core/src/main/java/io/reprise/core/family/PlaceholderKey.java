package io.reprise.core.family;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Headers.Field;
import io.reprise.core.exchange.Request;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a client sends whose user has no API key: most SDKs do not start without one, and recordings answer without one. It is for this server
 * alone. No upstream gets it.
 */
public final class PlaceholderKey {
    /** Stands in the place of a key. Has no character that is written otherwise in a query. */
    public static final String TEXT = "no-key-is-needed-in-replay";

    private static final String PROTOCOLS = "sec-websocket-protocol";

    private PlaceholderKey() {}

    /** Whether a request has it, in a header or in the query. */
    public static boolean isIn(Request request) {
        if (request.query().contains(TEXT)) {
            return true;
        }
        for (Field field : request.headers().fields()) {
            if (isIn(field)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(Field field) {
        return field.value().contains(TEXT)
                || KeyPlace.BASIC.key(field).filter(TEXT::equals).isPresent();
    }

    /** The request without the headers and the members of the query that have it. */
    public static Request without(Request request) {
        if (!isIn(request)) {
            return request;
        }
        Headers headers = new Headers(request.headers().fields().stream()
                .flatMap(field -> without(field).stream())
                .toList());
        String query = Arrays.stream(request.query().split("&", -1))
                .filter(member -> !member.contains(TEXT))
                .collect(Collectors.joining("&"));
        return new Request(request.method(), request.path(), query, headers, request.body());
    }

    /** A handshake keeps the protocols that it offers beside the one that carries the key. */
    private static Optional<Field> without(Field field) {
        if (!isIn(field)) {
            return Optional.of(field);
        }
        String others = field.name().equals(PROTOCOLS)
                ? Arrays.stream(field.value().split(",", -1))
                        .map(String::strip)
                        .filter(protocol -> !protocol.contains(TEXT))
                        .collect(Collectors.joining(", "))
                : "";
        return others.isEmpty() ? Optional.empty() : Optional.of(new Field(field.name(), others));
    }
}
