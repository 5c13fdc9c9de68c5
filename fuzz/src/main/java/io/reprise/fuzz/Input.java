package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.HeaderValue;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The bytes of one run. What is to be chosen besides, such as where a body is cut, follows from the bytes, so that the same
 * bytes always do the same.
 */
public final class Input {
    /** Separates the parts of an input: the record separator of ASCII. */
    public static final char SEPARATOR = 0x1e;

    private static final String JSON = "application/json";

    private final Bytes bytes;
    private final Random random;

    public Input(byte[] bytes) {
        this.bytes = Bytes.copyOf(bytes);
        this.random = new Random(Arrays.hashCode(bytes));
    }

    /** A seed of several parts. */
    public static Bytes joined(String... parts) {
        return Bytes.utf8(String.join(String.valueOf(SEPARATOR), parts));
    }

    public Bytes bytes() {
        return bytes;
    }

    /** All of it as text, with U+FFFD for bytes that are not UTF-8. */
    public String text() {
        return bytes.toString();
    }

    /** A choice: 0 or more, less than {@code bound}. */
    public int choice(int bound) {
        return random.nextInt(bound);
    }

    /** Exactly {@code count} parts: the last has what follows its separator, and parts that are not there are empty. */
    public List<Bytes> parts(int count) {
        List<Bytes> parts = new ArrayList<>();
        int from = 0;
        while (parts.size() < count - 1) {
            int separator = bytes.indexOf(SEPARATOR, from);
            int to = separator < 0 ? bytes.size() : separator;
            parts.add(bytes.slice(from, to));
            from = Math.min(bytes.size(), to + 1);
        }
        parts.add(bytes.slice(from, bytes.size()));
        return parts;
    }

    /** The same as text. */
    public List<String> texts(int count) {
        return parts(count).stream().map(Bytes::toString).toList();
    }

    /** {@code body} in pieces of 1 to {@code most} bytes. */
    public List<Bytes> pieces(Bytes body, int most) {
        List<Bytes> pieces = new ArrayList<>();
        for (int from = 0; from < body.size(); ) {
            int to = Math.min(body.size(), from + 1 + random.nextInt(most));
            pieces.add(body.slice(from, to));
            from = to;
        }
        return pieces;
    }

    /**
     * The request of the first of {@code parts}, or of the first three: its first line, its headers, its body. An input of one part is a
     * body of JSON.
     */
    public static Request request(List<Bytes> parts) {
        String line = parts.get(0).toString();
        String headers = parts.get(1).toString();
        Bytes body = parts.get(2);
        if (headers.isEmpty() && body.isEmpty()) {
            return new Request("POST", "/v1/chat/completions", "", Headers.of("content-type", JSON), parts.get(0));
        }
        int space = line.indexOf(' ');
        String target = space < 0 ? line : line.substring(space + 1);
        int mark = target.indexOf('?');
        return new Request(
                space < 0 ? "POST" : line.substring(0, space).toUpperCase(Locale.ROOT),
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                headers(headers),
                body);
    }

    /** A header for each line that has a name and a colon. */
    public static Headers headers(String lines) {
        List<Headers.Field> fields = new ArrayList<>();
        lines.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && HeaderValue.isToken(line.substring(0, colon))) {
                fields.add(new Headers.Field(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
            }
        });
        return new Headers(fields);
    }
}
