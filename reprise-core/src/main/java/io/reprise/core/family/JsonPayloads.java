package io.reprise.core.family;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Framing;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.stream.SseEvent;
import java.util.Optional;

/** The JSON that bodies and chunks carry. */
public final class JsonPayloads {
    private JsonPayloads() {}

    /** The JSON of one chunk of {@code response}: of an event's data, of a line, or of the whole body. */
    static Optional<Json> of(Response response, Chunk chunk) {
        return response.framing() == Framing.SSE
                ? SseEvent.parse(chunk.bytes()).data().flatMap(JsonPayloads::parse)
                : parse(chunk.bytes());
    }

    /** The value that {@code bytes} spell; empty if that is no JSON in UTF-8. */
    public static Optional<Json> parse(Bytes bytes) {
        return mayBeJson(bytes) ? bytes.decode().flatMap(JsonPayloads::parse) : Optional.empty();
    }

    static Optional<Json> parse(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (JsonSyntaxException noJson) {
            return Optional.empty();
        }
    }

    /** False for most of what is not JSON, such as sound, images and multipart, so that it need not be decoded to find out. */
    private static boolean mayBeJson(Bytes bytes) {
        for (int i = 0; i < bytes.size(); i++) {
            byte first = bytes.at(i);
            if (first != ' ' && first != '\t' && first != '\n' && first != '\r') {
                boolean isSign = first == '-' && i + 1 < bytes.size();
                return isSign ? isDigit(bytes.at(i + 1)) : isDigit(first) || "{[\"tfn".indexOf(first) >= 0;
            }
        }
        return false;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}
