package io.reprise.core.json;

/** Values into text. */
final class JsonWriting {
    private JsonWriting() {}

    static String write(Json value, Layout layout) {
        throw new UnsupportedOperationException();
    }
}
