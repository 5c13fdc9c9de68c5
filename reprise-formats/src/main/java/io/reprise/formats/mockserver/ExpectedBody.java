package io.reprise.formats.mockserver;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.Stubs;
import java.util.Optional;
import java.util.Set;

/**
 * A body as MockServer writes it: a text, an object with a type, or the JSON itself.
 *
 * @param type in upper case, such as {@code JSON}
 * @param bytes empty if the type fits more than one body
 * @param isRecorded whether the bytes are those that came over the network
 * @param contentType what the body says of itself; empty if it says nothing
 */
record ExpectedBody(String type, Optional<Bytes> bytes, boolean isRecorded, String contentType) {
    private static final Set<String> TYPES = Set.of(
            "BINARY",
            "FILE",
            "JSON",
            "JSON_PATH",
            "JSON_RPC",
            "JSON_SCHEMA",
            "GRAPHQL",
            "MULTIPART",
            "PARAMETERS",
            "REGEX",
            "STRING",
            "WASM",
            "XML",
            "XML_SCHEMA",
            "XPATH");
    private static final String JSON_TYPE = "application/json";

    static ExpectedBody of(Json body) {
        if (body.string().isPresent()) {
            return new ExpectedBody("STRING", body.string().map(Bytes::utf8), false, "");
        }
        String type = body.text("type");
        if (!TYPES.contains(type)) {
            return new ExpectedBody("JSON", Optional.of(Bytes.utf8(body.write(Layout.COMPACT))), false, JSON_TYPE);
        }
        String contentType =
                body.text("contentType").isEmpty() && type.equals("JSON") ? JSON_TYPE : body.text("contentType");
        boolean isExact = Set.of("STRING", "JSON", "BINARY", "XML").contains(type)
                && !Stubs.isTrue(body, "not")
                && !Stubs.isTrue(body, "subString");
        if (isExact && !body.text("rawBytes").isEmpty()) {
            return new ExpectedBody(type, Optional.of(Stubs.base64(body.text("rawBytes"))), true, contentType);
        }
        return new ExpectedBody(
                type, isExact ? Optional.of(spelled(body, type)) : Optional.empty(), false, contentType);
    }

    private static Bytes spelled(Json body, String type) {
        return switch (type) {
            case "BINARY" -> Stubs.base64(body.text("base64Bytes"));
            case "JSON" ->
                body.get("json")
                        .map(json -> Bytes.utf8(json.string().orElseGet(() -> json.write(Layout.COMPACT))))
                        .orElse(Bytes.EMPTY);
            default -> Bytes.utf8(body.text(type.equals("XML") ? "xml" : "string"));
        };
    }
}
