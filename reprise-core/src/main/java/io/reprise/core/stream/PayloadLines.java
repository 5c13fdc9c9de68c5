package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Where in a server-sent event its data stands, so that it can be changed without touching anything else. */
public final class PayloadLines {
    private static final Bytes BYTE_ORDER_MARK = Bytes.utf8("\ufeff");
    private static final Bytes FIELD = Bytes.utf8("data:");

    /** The value of a data line: bytes from {@code start} to {@code end} (exclusive). */
    public record Span(int start, int end) {}

    private PayloadLines() {}

    /** The values of the data lines of {@code chunk}, in order; those without a colon, which are empty, left out. */
    public static List<Span> of(Bytes chunk) {
        List<Span> spans = new ArrayList<>();
        int start = chunk.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.size() : 0;
        for (int i = start; i <= chunk.size(); i++) {
            if (i == chunk.size() || chunk.at(i) == '\n' || chunk.at(i) == '\r') {
                if (isField(chunk, start, i)) {
                    int value = start + FIELD.size();
                    spans.add(new Span(value < i && chunk.at(value) == ' ' ? value + 1 : value, i));
                }
                start = i + 1;
            }
        }
        return spans;
    }

    private static boolean isField(Bytes chunk, int start, int end) {
        if (end - start < FIELD.size()) {
            return false;
        }
        for (int i = 0; i < FIELD.size(); i++) {
            if (chunk.at(start + i) != FIELD.at(i)) {
                return false;
            }
        }
        return true;
    }
}
