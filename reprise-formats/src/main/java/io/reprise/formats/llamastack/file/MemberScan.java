package io.reprise.formats.llamastack.file;

import io.reprise.core.json.JsonScanner;
import io.reprise.core.json.JsonScanner.Token;
import java.nio.charset.StandardCharsets;

/** Reads the members of a JSON object, one after the other. In their values, it reads only quotes and brackets. */
final class MemberScan {
    private final byte[] bytes;
    private final JsonScanner scanner;
    private boolean isCutShort;
    private boolean isLast;
    private String name = "";
    private int valueStart;
    private int valueEnd;

    MemberScan(byte[] bytes) {
        this.bytes = bytes;
        this.scanner = new JsonScanner(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Goes to the next complete member; false if there is none, or if this is not an object. */
    boolean next() {
        if (isLast) {
            return false;
        }
        Token token = scanner.next();
        while (token == Token.BEGIN_OBJECT || token == Token.COMMA) {
            token = scanner.next();
        }
        if (token != Token.STRING) {
            isCutShort = token == Token.END;
            return false;
        }
        name = text(scanner.start() + 1, scanner.contentEnd());
        scanner.next();
        valueStart = scanner.end();
        skipValue();
        return !isCutShort;
    }

    String name() {
        return name;
    }

    /** The text of the member's value, with the white space around it. */
    String value() {
        return text(valueStart, valueEnd);
    }

    /** Whether the bytes ended before the object did. */
    boolean isCutShort() {
        return isCutShort;
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Moves behind the comma or bracket after a value, or to the end of the bytes. */
    private void skipValue() {
        int depth = 0;
        for (Token token = scanner.next(); true; token = scanner.next()) {
            valueEnd = scanner.start();
            switch (token) {
                case BEGIN_OBJECT, BEGIN_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                default -> {}
            }
            isLast = depth < 0;
            isCutShort = token == Token.END;
            if (isLast || isCutShort || depth == 0 && token == Token.COMMA) {
                return;
            }
        }
    }
}
