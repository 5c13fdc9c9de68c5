package io.reprise.formats.llamastack;

import java.nio.charset.StandardCharsets;

/** Reads the members of a JSON object, one after the other. In their values, it reads only quotes and brackets. */
final class MemberScan {
    private final byte[] bytes;
    private int at;
    private boolean hasBegun;
    private boolean isCutShort;
    private String name = "";
    private int valueStart;
    private int valueEnd;

    MemberScan(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Goes to the next complete member; false if there is none, or if this is not an object. */
    boolean next() {
        skip(hasBegun ? ',' : '{');
        hasBegun = true;
        if (at >= bytes.length || bytes[at] != '"') {
            isCutShort = at >= bytes.length;
            return false;
        }
        int nameStart = at;
        skipValue();
        name = new String(bytes, nameStart, at - nameStart, StandardCharsets.UTF_8).replace("\"", "");
        skip(':');
        valueStart = at;
        skipValue();
        valueEnd = at;
        isCutShort = at >= bytes.length;
        return !isCutShort;
    }

    String name() {
        return name;
    }

    /** The text of the member's value, with the white space after it. */
    String value() {
        return new String(bytes, valueStart, valueEnd - valueStart, StandardCharsets.UTF_8);
    }

    /** Whether the bytes ended before the object did. */
    boolean isCutShort() {
        return isCutShort;
    }

    private void skip(char mark) {
        while (at < bytes.length && (bytes[at] == mark || bytes[at] <= ' ' && bytes[at] >= 0)) {
            at++;
        }
    }

    /** Moves to the comma, colon or bracket after a value, or to the end of the bytes. */
    private void skipValue() {
        int depth = 0;
        for (; at < bytes.length; at++) {
            switch (bytes[at]) {
                case '"' -> skipString();
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth-- == 0) {
                        return;
                    }
                }
                case ',', ':' -> {
                    if (depth == 0) {
                        return;
                    }
                }
                default -> {}
            }
        }
    }

    /** Moves to the closing quote. */
    private void skipString() {
        for (at++; at < bytes.length && bytes[at] != '"'; at++) {
            if (bytes[at] == '\\') {
                at++;
            }
        }
    }
}
