package io.reprise.server.http;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Headers.Field;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server that a request names, as {@code host[:port]}: in its target, else in HTTP/2's {@code :authority}, else in its {@code Host} (RFC
 * 9112, 3.2; RFC 9113, 8.3.1).
 *
 * @param authority without user and password; empty if the request names none, as HTTP/1.0 allows
 * @param problem why the request is malformed; empty if it is not
 */
record NamedServer(String authority, String problem) {
    /** RFC 3986, 3.2.2, with the port that may follow. */
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[[0-9a-fA-F:.]{2,}]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::([0-9]{0,5}))?");

    private static final int LAST_PORT = 65_535;

    /** Reads the names of requests that come one after the other, nearly all of which name the same server. For one event loop. */
    static final class Reader {
        private NamedServer latest = new NamedServer("", "");

        NamedServer of(HttpServerRequest http, Headers headers) {
            Optional<String> ofTarget = RequestTarget.authority(http.uri());
            NamedServer named = http.version() == HttpVersion.HTTP_2
                    ? ofHttp2(http.authority(true), field(headers))
                    : ofField(http.version(), field(headers));
            return ofTarget.isEmpty() || !named.problem().isEmpty() ? named : checked(withoutUser(ofTarget.get()));
        }

        private NamedServer ofField(HttpVersion version, HostField field) {
            if (field.count() > 1) {
                return malformed("this request has " + field.count() + " Host fields");
            }
            if (field.count() == 0) {
                return version == HttpVersion.HTTP_1_0
                        ? new NamedServer("", "")
                        : malformed("this request has no Host field");
            }
            return checked(field.value());
        }

        private NamedServer ofHttp2(@Nullable HostAndPort pseudo, HostField field) {
            if (field.count() > 1) {
                return malformed("this request has " + field.count() + " Host fields");
            }
            String named = pseudo == null ? "" : pseudo.toString();
            if (!named.isEmpty() && field.count() == 1 && !isSame(named, field.value())) {
                return malformed("':authority' and Host name different servers");
            }
            if (named.isEmpty() && field.count() == 0) {
                return malformed("this request has neither ':authority' nor Host");
            }
            return checked(named.isEmpty() ? field.value() : named);
        }

        private NamedServer checked(String text) {
            if (!text.equals(latest.authority()) || text.isEmpty()) {
                NamedServer read = read(text);
                if (!read.problem().isEmpty()) {
                    return read;
                }
                latest = read;
            }
            return latest;
        }
    }

    private record HostField(int count, String value) {}

    private static HostField field(Headers headers) {
        int count = 0;
        String value = "";
        for (Field field : headers.fields()) {
            if (field.name().equals("host")) {
                count++;
                value = field.value();
            }
        }
        return new HostField(count, value);
    }

    private static boolean isSame(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
    }

    private static String withoutUser(String authority) {
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static NamedServer read(String text) {
        Matcher parts = AUTHORITY.matcher(text);
        if (!parts.matches()) {
            return malformed(text.isEmpty() ? "the Host is empty" : "the Host is not host[:port]");
        }
        String port = parts.group(1);
        boolean isPort = port == null || port.isEmpty() || Integer.parseInt(port) <= LAST_PORT;
        return isPort ? new NamedServer(text, "") : malformed("the port of the Host is larger than " + LAST_PORT);
    }

    private static NamedServer malformed(String why) {
        return new NamedServer("", why + " (RFC 9112, 3.2)");
    }
}
