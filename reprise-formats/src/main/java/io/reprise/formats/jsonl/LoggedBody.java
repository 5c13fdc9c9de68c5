package io.reprise.formats.jsonl;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.BodyType;
import java.util.Optional;

/**
 * A body in a log.
 *
 * @param value an object or a list, or a string with the text of the body; null for none
 * @param text of the body; empty for none
 */
record LoggedBody(Json value, String text) {
    static LoggedBody of(Json value) {
        String text = value.equals(Json.NULL) ? "" : value.string().orElseGet(() -> value.write(Layout.COMPACT));
        return new LoggedBody(value, text);
    }

    /** Whether the log has the value, and not the text. */
    boolean isValue() {
        return value instanceof Json.JsonObject || value instanceof Json.JsonArray;
    }

    /** The value that the body spells; null if it is no JSON. */
    Json json() {
        return isValue() ? value : Json.tryParse(text).orElse(Json.NULL);
    }

    /** The content type that its text tells. */
    Optional<String> type() {
        return isValue() ? Optional.of(BodyType.JSON) : BodyType.of(text);
    }

    Bytes bytes() {
        return Bytes.utf8(text);
    }
}
