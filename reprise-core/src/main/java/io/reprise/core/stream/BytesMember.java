package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Payload;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonScanner;
import io.reprise.core.json.JsonScanner.Token;
import java.util.Optional;

/** The place of the value of an object's member {@code bytes}, in a text of one character for each byte. */
final class BytesMember {
    private static final String NAME = "\"bytes\"";

    private BytesMember() {}

    /** The value if it is a string, with its quotes. */
    static Optional<Payload.Part> quoted(String object) {
        return find(object).filter(value -> object.charAt(value.start()) == '"');
    }

    /** The value if it is an object or an array. */
    static Optional<Payload.Part> container(String object) {
        return find(object).filter(value -> "{[".indexOf(object.charAt(value.start())) >= 0);
    }

    /** Whether the bytes are JSON that a member {@code bytes} can contain decoded. */
    static boolean isContainer(Bytes json) {
        boolean isBegun = !json.isEmpty() && (json.at(0) == '{' || json.at(0) == '[');
        return isBegun
                && json.decode()
                        .filter(text ->
                                endsWithBracket(text) && Json.tryParse(text).isPresent())
                        .isPresent();
    }

    private static boolean endsWithBracket(String text) {
        return text.endsWith("}") || text.endsWith("]");
    }

    private static Optional<Payload.Part> find(String object) {
        if (!object.contains(NAME)) {
            return Optional.empty();
        }
        JsonScanner scanner = new JsonScanner(object);
        int depth = 0;
        boolean isNamed = false;
        int start = -1;
        for (Token token = scanner.next(); token != Token.END; token = scanner.next()) {
            switch (token) {
                case BEGIN_OBJECT, BEGIN_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                default -> {}
            }
            if (start >= 0 && depth == 1) {
                return Optional.of(new Payload.Part(value(object, start), scanner.end()));
            }
            if (start < 0 && isNamed && token == Token.COLON) {
                start = scanner.end();
            }
            isNamed = depth == 1 && token == Token.STRING && object.startsWith(NAME, scanner.start());
        }
        return Optional.empty();
    }

    private static int value(String object, int colonEnd) {
        int at = colonEnd;
        while (Character.isWhitespace(object.charAt(at))) {
            at++;
        }
        return at;
    }
}
