package io.reprise.core.key;

import io.reprise.core.content.Multipart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One part of a multipart body.
 *
 * @param labels {@code name}, {@code filename} and {@code content-type}, as far as it has them
 * @param headers all other headers; names in lower case
 */
record Part(Map<String, String> labels, Map<String, String> headers, Body body) {
    private static final Set<String> FORM_LABELS = Set.of("name", "filename");

    Part {
        labels = Map.copyOf(labels);
        headers = Map.copyOf(headers);
    }

    static Part of(Multipart.Part part) {
        Map<String, String> labels = new HashMap<>();
        Map<String, String> headers = new HashMap<>(part.headers());
        headers.remove("content-length");
        String type = headers.remove("content-type");
        if (type != null) {
            labels.put("content-type", type);
        }
        part.formData().filter(named -> FORM_LABELS.containsAll(named.keySet())).ifPresent(named -> {
            labels.putAll(named);
            headers.remove("content-disposition");
        });
        return new Part(labels, headers, body(part.content()));
    }

    /** This part changed as the member of its name in an object; nothing if the member is left out. */
    Optional<Part> change(JsonPath path, Function<Json, Optional<Json>> change) {
        Json value = value();
        Json alone = new Json.JsonObject(List.of(new Json.Member(labels.getOrDefault("name", ""), value)));
        List<Json.Member> changed =
                path.change(alone, change).map(Json::members).orElse(List.of());
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        Json changedValue = changed.get(0).value();
        return Optional.of(changedValue == value ? this : new Part(labels, headers, body(changedValue)));
    }

    Part changeFileName(UnaryOperator<String> change) {
        String fileName = labels.getOrDefault("filename", "");
        String changed = change.apply(fileName);
        if (changed.equals(fileName)) {
            return this;
        }
        Map<String, String> changedLabels = new HashMap<>(labels);
        changedLabels.put("filename", changed);
        return new Part(changedLabels, headers, body);
    }

    private Json value() {
        if (body instanceof Body.Value value) {
            return value.json();
        }
        return body instanceof Body.Opaque opaque ? opaque.standIn() : Json.NULL;
    }

    private Body body(Json changed) {
        return body instanceof Body.Opaque
                ? new Body.Opaque(Bytes.utf8(changed.string().orElse("")))
                : new Body.Value(changed);
    }

    /** JSON in UTF-8 is a value, with any content type; everything else is bytes. */
    private static Body body(Bytes bytes) {
        if (bytes.isEmpty()) {
            return new Body.Empty();
        }
        return Json.tryParse(bytes).<Body>map(Body.Value::new).orElseGet(() -> new Body.Opaque(bytes));
    }
}
