package io.reprise.formats.yaml;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A value of a file of YAML or JSON. No tag of YAML has been carried out. */
public sealed interface Value {
    Value NULL = new Scalar("null", Json.NULL);

    /**
     * A text, a number, a boolean or null.
     *
     * @param spelling without quotes
     * @param json as a value
     */
    record Scalar(String spelling, Json json) implements Value {
        @Override
        public Optional<String> text() {
            return isNull() ? Optional.empty() : Optional.of(spelling);
        }

        @Override
        public boolean isNull() {
            return json.equals(Json.NULL);
        }
    }

    /** Bytes that were spelled in base64. */
    record Binary(Bytes bytes) implements Value {
        @Override
        public Optional<String> text() {
            return Optional.of(bytes.decode().orElseGet(bytes::latin1));
        }

        @Override
        public Optional<Bytes> octets() {
            return Optional.of(bytes);
        }

        @Override
        public Json json() {
            return new Json.JsonString(
                    bytes.decode().orElseGet(() -> Base64.getEncoder().encodeToString(bytes.toArray())));
        }
    }

    record Sequence(List<Value> items) implements Value {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public Json json() {
            List<Json> values = new ArrayList<>();
            for (Value item : items) { // a stream takes many times the stack
                values.add(item.json());
            }
            return new Json.JsonArray(values);
        }
    }

    /** Entries in source order. */
    record Mapping(List<Entry> entries) implements Value {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public Optional<Value> get(String name) {
            for (int i = entries.size() - 1; i >= 0; i--) {
                if (entries.get(i).name().equals(name)) {
                    return Optional.of(entries.get(i).value());
                }
            }
            return Optional.empty();
        }

        @Override
        public Json json() {
            List<Json.Member> members = new ArrayList<>();
            for (Entry entry : entries) {
                members.add(new Json.Member(entry.name(), entry.value().json()));
            }
            return new Json.JsonObject(members);
        }
    }

    record Entry(String name, Value value) {}

    /** The value of JSON. */
    static Value of(Json json) {
        if (json instanceof Json.JsonString string) {
            return new Scalar(string.value(), json);
        } else if (json instanceof Json.JsonArray || json instanceof Json.JsonObject) {
            return new OfJson(json);
        }
        return new Scalar(json.write(Layout.COMPACT), json);
    }

    /** An array or object of JSON, whose parts become values when they are asked for. */
    record OfJson(Json json) implements Value {
        @Override
        public Optional<Value> get(String name) {
            return json.get(name).map(Value::of);
        }

        @Override
        public List<Value> items() {
            return json.items().stream().map(Value::of).toList();
        }

        @Override
        public Optional<OfClass> object() {
            return Optional.empty();
        }

        @Override
        public List<Entry> entries() {
            List<Entry> entries = new ArrayList<>();
            json.members().forEach(member -> entries.add(new Entry(member.name(), Value.of(member.value()))));
            return entries;
        }
    }

    /**
     * An object of Python or Ruby of which no text is known.
     *
     * @param name of its class
     * @param members what it was made of; stands for it
     */
    record OfClass(String name, Value members) implements Value {
        @Override
        public Optional<Value> get(String entry) {
            return members.get(entry);
        }

        @Override
        public List<Value> items() {
            return members.items();
        }

        @Override
        public List<Entry> entries() {
            return members.entries();
        }

        @Override
        public Optional<OfClass> object() {
            return Optional.of(this);
        }

        @Override
        public Json json() {
            return members.json();
        }
    }

    /** The first object in it, or itself, of which no text is known. */
    default Optional<OfClass> object() {
        for (Value item : items()) {
            Optional<OfClass> found = item.object();
            if (found.isPresent()) {
                return found;
            }
        }
        for (Entry entry : entries()) {
            Optional<OfClass> found = entry.value().object();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The value of the last entry of that name, also if it is null. */
    default Optional<Value> get(String name) {
        return Optional.empty();
    }

    default List<Value> items() {
        return List.of();
    }

    default List<Entry> entries() {
        return List.of();
    }

    /** A scalar as it is spelled; empty for null and for all else. */
    default Optional<String> text() {
        return Optional.empty();
    }

    /** The bytes of a scalar; empty for null and for all else. */
    default Optional<Bytes> octets() {
        return text().map(Bytes::utf8);
    }

    default boolean isNull() {
        return false;
    }

    Json json();

    /** The text of an entry; empty if there is none. */
    default Optional<String> text(String name) {
        return get(name).flatMap(Value::text);
    }

    default boolean has(String name) {
        return get(name).isPresent();
    }
}
