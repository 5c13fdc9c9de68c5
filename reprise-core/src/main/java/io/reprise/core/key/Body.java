package io.reprise.core.key;

import io.reprise.core.content.Multipart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonPath;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** How the body of a request, or of one part of it, is compared. */
sealed interface Body {
    record Empty() implements Body {}

    /** By value. */
    record Value(Json json) implements Body {
        @Override
        public Body change(JsonPath path, Function<Json, Optional<Json>> change) {
            Optional<Json> changed = path.change(json, change);
            if (changed.isEmpty()) {
                return new Empty();
            }
            return changed.get() == json ? this : new Value(changed.get());
        }
    }

    /** Byte for byte. */
    record Opaque(Bytes bytes) implements Body {
        /** If the bytes are UTF-8, rules change them like a string. */
        @Override
        public Body change(JsonPath path, Function<Json, Optional<Json>> change) {
            if (!path.isRoot()) {
                return this;
            }
            Json text = standIn();
            Optional<Json> changed = change.apply(text);
            if (changed.isEmpty()) {
                return new Empty();
            }
            return changed.get() == text
                    ? this
                    : new Opaque(Bytes.utf8(changed.get().string().orElse("")));
        }

        Json standIn() {
            return bytes.decode().<Json>map(Json.JsonString::new).orElse(Json.NULL);
        }
    }

    /** Part by part, with any boundary. */
    record Parts(List<Part> parts) implements Body {
        public Parts {
            parts = List.copyOf(parts);
        }

        @Override
        public Body change(JsonPath path, Function<Json, Optional<Json>> change) {
            return changeParts(part -> part.change(path, change));
        }

        @Override
        public Body changeFileNames(UnaryOperator<String> change) {
            return changeParts(part -> Optional.of(part.changeFileName(change)));
        }

        private Body changeParts(Function<Part, Optional<Part>> change) {
            List<Part> changed =
                    parts.stream().map(change).flatMap(Optional::stream).toList();
            boolean isSame = changed.size() == parts.size()
                    && IntStream.range(0, parts.size()).allMatch(i -> changed.get(i) == parts.get(i));
            return isSame ? this : new Parts(changed);
        }
    }

    static Body of(ParsedRequest parsed) {
        Request request = parsed.request();
        if (request.body().isEmpty()) {
            return new Empty();
        }
        Optional<Body> parts = Multipart.parse(request.headers(), request.body())
                .map(all -> new Parts(all.stream().map(Part::of).toList()));
        return parts.or(() -> parsed.json().map(Value::new)).orElseGet(() -> new Opaque(request.body()));
    }

    /** This body with the values that {@code path} names changed or, where nothing is returned, left out. */
    default Body change(JsonPath path, Function<Json, Optional<Json>> change) {
        return this;
    }

    /** This body with the file names of its parts changed. */
    default Body changeFileNames(UnaryOperator<String> change) {
        return this;
    }
}
