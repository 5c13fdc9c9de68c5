package io.reprise.formats.mitmproxy;

import io.reprise.core.exchange.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a flow. What is not there, or is of another type, is empty. */
sealed interface Value {
    Value NONE = new None();

    record Text(Bytes content) implements Value {}

    record Numeric(double value) implements Value {}

    record Bool(boolean isTrue) implements Value {}

    record None() implements Value {}

    record Items(List<Value> all) implements Value {
        public Items {
            all = List.copyOf(all);
        }
    }

    record Members(Map<String, Value> all) implements Value {
        public Members {
            all = Collections.unmodifiableMap(new LinkedHashMap<>(all)); // in their order
        }
    }

    /** The member of that name. */
    default Value get(String name) {
        return this instanceof Members members ? members.all().getOrDefault(name, NONE) : NONE;
    }

    /** The item with that number, from 0. */
    default Value get(int number) {
        return number < items().size() ? items().get(number) : NONE;
    }

    default List<Value> items() {
        return this instanceof Items items ? items.all() : List.of();
    }

    default boolean isThere() {
        return !(this instanceof None);
    }

    default boolean isTrue() {
        return this instanceof Bool bool && bool.isTrue();
    }

    default Optional<Bytes> bytes() {
        return this instanceof Text text ? Optional.of(text.content()) : Optional.empty();
    }

    /** Headers and URLs are ISO 8859-1; what is ASCII is that in any encoding. */
    default String text() {
        return bytes().map(Bytes::latin1).orElse("");
    }

    default double number() {
        return this instanceof Numeric number ? number.value() : 0;
    }
}
