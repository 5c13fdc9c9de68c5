package io.reprise.cli.verify;

import io.reprise.config.text.EnvironmentText;
import io.reprise.core.exchange.HeaderValue;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads headers as a user gives them: {@code Authorization: Bearer ${EXAMPLE_API_KEY}}. */
public final class GivenHeaders {
    /** They follow from the request and its connection. */
    private static final Set<String> OF_CONNECTION =
            Set.of("connection", "content-length", "host", "te", "trailer", "transfer-encoding", "upgrade");

    private GivenHeaders() {}

    /**
     * @param texts of which no message shows the value
     * @throws IllegalArgumentException if one is no header, or names a variable that is not set
     */
    public static Headers parse(List<String> texts, Map<String, String> environment) {
        Headers headers = Headers.NONE;
        for (String text : texts) {
            int colon = text.indexOf(':');
            String name = text.substring(0, Math.max(0, colon)).strip();
            if (!HeaderValue.isToken(name)) {
                throw new IllegalArgumentException(
                        "--header: this is not a header; write 'Name: value', such as 'Authorization: Bearer ${MY_KEY}'");
            }
            if (OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "--header: '" + name + "' is a header of the connection, which cannot be given");
            }
            headers = headers.plus(name, value(name, text.substring(colon + 1).strip(), environment));
        }
        return headers;
    }

    private static String value(String name, String text, Map<String, String> environment) {
        EnvironmentText.missing(text, environment).ifPresent(variable -> {
            throw new IllegalArgumentException("--header: the environment variable " + Quoted.of(variable)
                    + " is not set; set it, or write ${" + variable + ":-} for none");
        });
        String value = EnvironmentText.resolve(text, environment).strip();
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c > 0xff || c == 0x7f)) {
            throw new IllegalArgumentException(
                    "--header: the value of '" + name + "' has a character that HTTP cannot send, such as a line end");
        }
        return value;
    }
}
