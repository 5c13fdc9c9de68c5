package io.reprise.server.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request line, or HTTP/2's {@code :path}, names: path and query as they came. */
final class RequestTarget {
    /** A client may name the server in its request line (RFC 9112, 3.2.2). */
    private static final Pattern ORIGIN = Pattern.compile("^https?://[^/?#]*", Pattern.CASE_INSENSITIVE);

    /** A name that another tool's recording has in the place of a base URL, and whoever sends its requests again. */
    private static final Pattern PLACEHOLDER = Pattern.compile("^<[A-Za-z0-9_-]{1,100}>(?=/)");

    /** What is asked of the server as a whole (RFC 9112, 3.2.4). */
    static final String ASTERISK = "*";

    private RequestTarget() {}

    /**
     * The target without a server's name. Bytes beyond ASCII, which HTTP forbids and clients send, are the UTF-8 that they are; those that
     * are not UTF-8 are percent-encoded.
     *
     * @param uri with a character for each byte
     */
    static String of(String uri) {
        String target = uri.startsWith("/") ? uri : withoutOrigin(uri);
        return isAscii(target) ? target : decoded(target);
    }

    /** Whether HTTP allows the target with methods other than CONNECT (RFC 9112, 3.2), apart from a placeholder at its beginning. */
    static boolean isOne(String method, String uri) {
        return uri.startsWith("/")
                || uri.equals(ASTERISK) && method.equals("OPTIONS")
                || ORIGIN.matcher(uri).find()
                || PLACEHOLDER.matcher(uri).find();
    }

    /** Host and port of the server that the target names; empty if it names none. */
    static Optional<String> authority(String uri) {
        if (uri.startsWith("/")) {
            return Optional.empty();
        }
        Matcher origin = ORIGIN.matcher(uri);
        return origin.find()
                ? Optional.of(origin.group().substring(origin.group().indexOf("//") + 2))
                : Optional.empty();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The path of such a target, without its query. */
    static String pathOf(String uri) {
        String target = of(uri);
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The query of such a target; empty if it has none. */
    static String queryOf(String uri) {
        int mark = uri.indexOf('?');
        return mark < 0 ? "" : uri.substring(mark + 1);
    }

    private static String withoutOrigin(String uri) {
        Matcher placeholder = PLACEHOLDER.matcher(uri);
        if (placeholder.find()) {
            return uri.substring(placeholder.end());
        }
        String target = ORIGIN.matcher(uri).replaceFirst("");
        return target.length() == uri.length() || target.startsWith("/") ? target : "/" + target;
    }

    private static String decoded(String target) {
        ByteBuffer bytes = ByteBuffer.wrap(target.getBytes(StandardCharsets.ISO_8859_1));
        CharBuffer chars = CharBuffer.allocate(3 * bytes.remaining());
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        for (CoderResult result = utf8.decode(bytes, chars, true);
                result.isError();
                result = utf8.decode(bytes, chars, true)) {
            for (int i = 0; i < result.length(); i++) {
                chars.put(String.format(Locale.ROOT, "%%%02X", bytes.get()));
            }
        }
        return chars.flip().toString();
    }
}
