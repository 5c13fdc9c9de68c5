package io.reprise.core.content;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.HeaderValue;
import io.reprise.core.exchange.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses multipart bodies (RFC 2046, 5.1; RFC 7578). It is strict: lines end with CRLF, and a malformed body is not a
 * multipart body.
 */
public final class Multipart {
    /** The longest header line that is parsed, in bytes. */
    private static final int MAX_LINE = 8_192;

    private static final int CRLF = 2;
    private static final int NOWHERE = -3;
    private static final Pattern BOUNDARY = Pattern.compile("[ -~]{1,200}");
    private static final String FORM_DATA = "form-data";

    /**
     * What stands between two delimiters.
     *
     * @param headers names in lower case; the values of fields of one name as one
     */
    public record Part(Map<String, String> headers, Bytes content) {
        public Part {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        /** The parameters of a part of a form, such as {@code name} and {@code filename}; empty for other parts. */
        public Optional<Map<String, String>> formData() {
            String disposition = headers.getOrDefault("content-disposition", "");
            return disposition.regionMatches(true, 0, FORM_DATA, 0, FORM_DATA.length())
                    ? HeaderValue.parameters(disposition, FORM_DATA.length())
                    : Optional.empty();
        }
    }

    private final Bytes body;

    private final byte[] delimiter;

    private Multipart(Bytes body, String boundary) {
        this.body = body;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /** The parts of a body with these headers; empty if they name no multipart type, or the body is malformed. */
    public static Optional<List<Part>> parse(Headers headers, Bytes body) {
        return headers.first("content-type").flatMap(Multipart::boundary).flatMap(boundary -> parse(body, boundary));
    }

    /** Whether a header line of a part may be so long. */
    public static boolean isLine(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= MAX_LINE;
    }

    /** The boundary that a content type names, if it is a multipart type with one. */
    private static Optional<String> boundary(String contentType) {
        int semicolon = contentType.indexOf(';');
        if (semicolon < 0
                || contentType.length() > MAX_LINE
                || !contentType.regionMatches(true, 0, "multipart/", 0, "multipart/".length())) {
            return Optional.empty();
        }
        return HeaderValue.parameters(contentType, semicolon)
                .map(named -> named.get("boundary"))
                .filter(boundary -> BOUNDARY.matcher(boundary).matches());
    }

    /** The parts between the delimiters; empty if the body is malformed. The text before and after the parts is removed. */
    private static Optional<List<Part>> parse(Bytes body, String boundary) {
        return new Multipart(body, boundary).parts();
    }

    private Optional<List<Part>> parts() {
        List<Part> parts = new ArrayList<>();
        int at = indexOf(delimiter, -CRLF);
        while (at != NOWHERE) {
            int after = at + delimiter.length;
            if (isAt(after, '-', '-')) {
                return Optional.of(parts);
            }
            int start = endOfPadding(after);
            int end = start < 0 ? NOWHERE : indexOf(delimiter, start - CRLF);
            Optional<Part> part = start < 0 || end < start ? Optional.empty() : part(start, end);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
            at = end;
        }
        return Optional.empty();
    }

    /** Fields without a value say nothing; with them, a value would end in white space, which no field can keep. */
    private static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + ", " + other;
    }

    private Optional<Part> part(int start, int end) {
        Map<String, String> headers = new LinkedHashMap<>();
        int line = start;
        while (!isAt(line, '\r', '\n')) {
            int lineEnd = lineEnd(line, end);
            String text = lineEnd < 0 ? "" : copy(line, lineEnd).decode().orElse("");
            int colon = text.indexOf(':');
            if (colon < 0 || !HeaderValue.isToken(text.substring(0, colon))) {
                return Optional.empty();
            }
            headers.merge(
                    text.substring(0, colon).toLowerCase(Locale.ROOT),
                    HeaderValue.trimmed(text.substring(colon + 1)),
                    Multipart::joined);
            line = lineEnd + CRLF;
        }
        return Optional.of(new Part(headers, copy(Math.min(line + CRLF, end), end)));
    }

    /** Where the line after a delimiter's padding begins, or -1 if something else is there. */
    private int endOfPadding(int from) {
        int at = from;
        while (at < body.size() && (body.at(at) == ' ' || body.at(at) == '\t')) {
            at++;
        }
        return isAt(at, '\r', '\n') ? at + CRLF : -1;
    }

    /** Where the header line at {@code from} ends, or -1 if that is beyond {@code limit} or too far. */
    private int lineEnd(int from, int limit) {
        for (int at = from; at < limit && at - from <= MAX_LINE; at++) {
            if (isAt(at, '\r', '\n')) {
                return at;
            }
        }
        return -1;
    }

    private Bytes copy(int from, int to) {
        return body.slice(from, to);
    }

    private boolean isAt(int at, char first, char second) {
        return at + 1 < body.size() && at(at) == first && at(at + 1) == second;
    }

    /** A line end is before the body, so that its first delimiter is found like all others. */
    private byte at(int index) {
        return index >= 0 ? body.at(index) : (byte) (index == -1 ? '\n' : '\r');
    }

    private int indexOf(byte[] wanted, int from) {
        for (int at = from; at <= body.size() - wanted.length; at++) {
            int i = 0;
            while (i < wanted.length && at(at + i) == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return at;
            }
        }
        return NOWHERE;
    }
}
