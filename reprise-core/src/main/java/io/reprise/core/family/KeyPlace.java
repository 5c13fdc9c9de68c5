package io.reprise.core.family;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A place in a request where clients of an API send their key. */
public sealed interface KeyPlace {
    /** The token of {@code Authorization: Bearer …} (RFC 6750, 2.1). */
    KeyPlace BEARER = new Authorization("Bearer");

    /** The password of {@code Authorization: Basic …} (RFC 7617). */
    KeyPlace BASIC = new Basic();

    /** The whole value of a header. */
    record Header(String name) implements KeyPlace {
        @Override
        public Optional<String> key(Headers.Field field) {
            return field.name().equalsIgnoreCase(name)
                    ? Optional.of(field.value().strip())
                    : Optional.empty();
        }

        @Override
        public Optional<Headers.Field> field(String key) {
            return Optional.of(new Headers.Field(name, key));
        }
    }

    /** What follows a scheme in the header {@code Authorization}. */
    record Authorization(String scheme) implements KeyPlace {
        @Override
        public Optional<String> key(Headers.Field field) {
            return field.name().equals("authorization") ? after(scheme, field.value()) : Optional.empty();
        }

        @Override
        public Optional<Headers.Field> field(String key) {
            return Optional.of(new Headers.Field("authorization", scheme + " " + key));
        }
    }

    /** As {@link #BASIC}. */
    record Basic() implements KeyPlace {
        @Override
        public Optional<String> key(Headers.Field field) {
            return field.name().equals("authorization")
                    ? after("Basic", field.value()).flatMap(Basic::password)
                    : Optional.empty();
        }

        private static Optional<String> password(String credentials) {
            try {
                String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
                int colon = decoded.indexOf(':');
                return colon < 0 ? Optional.empty() : Optional.of(decoded.substring(colon + 1));
            } catch (IllegalArgumentException noBase64) {
                return Optional.empty();
            }
        }
    }

    /** The value of a member of the query. */
    record QueryMember(String name) implements KeyPlace {
        /** @param member percent-encoded, such as {@code key=…} */
        private Optional<String> keyOf(String member) {
            int equals = member.indexOf('=');
            return equals >= 0 && decoded(member.substring(0, equals)).equals(name)
                    ? Optional.of(decoded(member.substring(equals + 1)))
                    : Optional.empty();
        }

        @Override
        public boolean isIn(Headers headers, String query, Predicate<String> isKey) {
            return Arrays.stream(query.split("&"))
                    .anyMatch(member -> keyOf(member).filter(isKey).isPresent());
        }

        @Override
        public String without(String query, Predicate<String> isKey) {
            return Arrays.stream(query.split("&", -1))
                    .filter(member -> keyOf(member).filter(isKey).isEmpty())
                    .collect(Collectors.joining("&"));
        }

        private static String decoded(String text) {
            return new String(PercentEncoding.decode(text.replace('+', ' ')), StandardCharsets.UTF_8);
        }
    }

    /** The key that a header field holds, if this is a place for one. */
    default Optional<String> key(Headers.Field field) {
        return Optional.empty();
    }

    /** The header field that sends a key here; empty if it is not sent alone in a header. */
    default Optional<Headers.Field> field(String key) {
        return Optional.empty();
    }

    /** Whether there is a key here that {@code isKey} accepts. */
    default boolean isIn(Headers headers, String query, Predicate<String> isKey) {
        return headers.fields().stream()
                .anyMatch(field -> key(field).filter(isKey).isPresent());
    }

    /** The headers without the fields that hold here a key that {@code isKey} accepts. */
    default Headers without(Headers headers, Predicate<String> isKey) {
        return headers.filter(field -> key(field).filter(isKey).isEmpty());
    }

    /** The query without the members that hold here a key that {@code isKey} accepts. */
    default String without(String query, Predicate<String> isKey) {
        return query;
    }

    private static Optional<String> after(String scheme, String value) {
        boolean isOfScheme = value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1);
        return isOfScheme ? Optional.of(value.substring(scheme.length()).strip()) : Optional.empty();
    }
}
