package io.reprise.core.stream;

import io.reprise.core.json.JsonScanner;
import io.reprise.core.json.JsonScanner.Token;

/** Whether a text that is read line by line is inside an array or object, so that its JSON is not complete. */
final class JsonDepth {
    private int depth;

    /** Reads a line. A string of JSON does not reach over its end: what looks like one is text that is no JSON. */
    void read(String line) {
        JsonScanner scanner = new JsonScanner(line);
        for (Token token = scanner.next(); token != Token.END; token = scanner.next()) {
            switch (token) {
                case BEGIN_OBJECT, BEGIN_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                default -> {}
            }
        }
    }

    boolean isOpen() {
        return depth > 0;
    }

    void reset() {
        depth = 0;
    }
}
