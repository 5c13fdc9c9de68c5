package io.reprise.core.stream;

/** Whether a text that is read line by line is inside an array or object, so that its JSON is not complete. */
final class JsonDepth {
    private int depth;
    private boolean isInString;
    private boolean isEscaped;

    void read(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isInString) {
                isInString = isEscaped || c != '"';
                isEscaped = !isEscaped && c == '\\';
            } else {
                switch (c) {
                    case '"' -> isInString = true;
                    case '{', '[' -> depth++;
                    case '}', ']' -> depth--;
                    default -> {}
                }
            }
        }
        // A string of JSON does not reach over a line end: what looks like one is text that is no JSON.
        isInString = false;
        isEscaped = false;
    }

    boolean isOpen() {
        return depth > 0;
    }

    void reset() {
        depth = 0;
    }
}
