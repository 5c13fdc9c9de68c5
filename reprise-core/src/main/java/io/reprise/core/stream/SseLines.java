package io.reprise.core.stream;

import java.util.ArrayList;
import java.util.List;

/** The lines of an event stream and the fields in them (WHATWG HTML, 9.2.5). */
final class SseLines {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private SseLines() {}

    /** Lines without their ends (LF, CRLF or CR), nor a leading byte order mark; a last line need not be ended. */
    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        int start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                lines.add(text.substring(start, i));
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        if (start < text.length() || lines.isEmpty()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    /** The name of the field; empty for comments and blank lines; the whole line if it has no colon. */
    static String field(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }

    /** The text after the colon and one space; empty if there is no colon. */
    static String value(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return "";
        }
        return line.startsWith(" ", colon + 1) ? line.substring(colon + 2) : line.substring(colon + 1);
    }
}
