package io.reprise.core.key;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the body of a request, or of one part of it, is compared. */
sealed interface Body {
    record Empty() implements Body {}

    /** By value. */
    record Value(Json json) implements Body {}

    /** Byte for byte. */
    record Opaque(Bytes bytes) implements Body {}

    /** Part by part, whatever the boundary. */
    record Parts(List<Part> parts) implements Body {
        public Parts {
            parts = List.copyOf(parts);
        }
    }

    /**
     * One part of a multipart body.
     *
     * @param labels name, file name and content type, as far as it has them
     * @param headers all other headers; names in lower case
     */
    record Part(Map<String, String> labels, Map<String, String> headers, Body body) {
        public Part {
            labels = Map.copyOf(labels);
            headers = Map.copyOf(headers);
        }
    }

    static Body of(Request request) {
        if (request.body().isEmpty()) {
            return new Empty();
        }
        Optional<Body> parts = request.headers()
                .first("content-type")
                .flatMap(Multipart::boundary)
                .flatMap(boundary -> Multipart.parse(request.body(), boundary))
                .map(Parts::new);
        return parts.orElseGet(() -> single(request.body()));
    }

    /** JSON in UTF-8 is a value, whatever its content type says; all else is bytes. */
    static Body single(Bytes bytes) {
        if (bytes.isEmpty()) {
            return new Empty();
        }
        if (!mayBeJson(bytes)) {
            return new Opaque(bytes);
        }
        Optional<String> text = bytes.decode();
        if (text.isEmpty()) {
            return new Opaque(bytes);
        }
        try {
            return new Value(Json.parse(text.get()));
        } catch (JsonSyntaxException notJson) {
            return new Opaque(bytes);
        }
    }

    /** False for most of what is not JSON, such as sound and images, so that it need not be decoded to find out. */
    private static boolean mayBeJson(Bytes bytes) {
        for (int i = 0; i < bytes.size(); i++) {
            byte first = bytes.at(i);
            if (first != ' ' && first != '\t' && first != '\n' && first != '\r') {
                return "{[\"-0123456789tfn".indexOf(first) >= 0;
            }
        }
        return false;
    }
}
