package io.reprise.core.family;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import java.util.List;
import java.util.Optional;

/** The JSON in bodies and chunks. */
public final class JsonPayloads {
    private JsonPayloads() {}

    /** The JSON of each payload of one chunk of {@code response}; empty for payloads that are not JSON. */
    static List<Optional<Json>> of(Response response, Chunk chunk) {
        return response.format().payloads(chunk.bytes()).stream()
                .map(payload -> parse(payload, chunk.bytes()))
                .toList();
    }

    private static Optional<Json> parse(Payload payload, Bytes chunk) {
        Payload.Part first = payload.parts().get(0);
        boolean isOneLine = payload.parts().size() == 1;
        return isOneLine && !mayBeJson(chunk, first.start(), first.end())
                ? Optional.empty()
                : parse(payload.text(chunk));
    }

    /** The JSON value of {@code bytes}; empty if they are not JSON in UTF-8. */
    public static Optional<Json> parse(Bytes bytes) {
        return mayBeJson(bytes, 0, bytes.size()) ? bytes.decode().flatMap(JsonPayloads::parse) : Optional.empty();
    }

    static Optional<Json> parse(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (JsonSyntaxException noJson) {
            return Optional.empty();
        }
    }

    /**
     * False for most bodies that are not JSON, such as sound, images and multipart, so that they need not be decoded.
     */
    private static boolean mayBeJson(Bytes bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte first = bytes.at(i);
            if (first != ' ' && first != '\t' && first != '\n' && first != '\r') {
                boolean isSign = first == '-' && i + 1 < to;
                return isSign ? isDigit(bytes.at(i + 1)) : isDigit(first) || "{[\"tfn".indexOf(first) >= 0;
            }
        }
        return false;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}
