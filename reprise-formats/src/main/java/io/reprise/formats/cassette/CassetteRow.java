package io.reprise.formats.cassette;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One exchange as YAML of one of these tools.
 *
 * @param url with scheme and host, as it is at the upstream
 * @param asked the path that the client has asked for, if it is another one
 * @param day in UTC on which it was recorded
 */
record CassetteRow(Exchange exchange, String url, Optional<String> asked, Optional<LocalDate> day) {
    /** A member of a row that other tools pass over. */
    static final String ASKED = "reprise_path";

    private static final String BINARY = "!!binary";

    /** As Ruby reads it: with two digits for the day. */
    private static final DateTimeFormatter RECORDED_AT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /** What Ruby's VCR needs to have; the importer knows that nobody knows this day. */
    private static final LocalDate UNKNOWN = LocalDate.EPOCH;

    /** What a file begins with. */
    static String beginning(CassetteFile.Dialect dialect) {
        return switch (dialect) {
            case VCRPY -> "version: 1\ninteractions:\n";
            case RUBY_VCR -> "---\nrecorded_with: Reprise\nhttp_interactions:\n";
            case GO_VCR -> "---\nversion: 2\ninteractions:\n";
            case TEST_AGENT -> throw new IllegalArgumentException("such files are only read");
        };
    }

    /** @param index of the row in its file, from 0 */
    String yaml(CassetteFile.Dialect dialect, int index) {
        return switch (dialect) {
            case VCRPY -> ofVcrpy();
            case RUBY_VCR -> ofRuby();
            case GO_VCR -> ofGo(index);
            case TEST_AGENT -> throw new IllegalArgumentException("such files are only read");
        };
    }

    private Request request() {
        return exchange.request();
    }

    private Response response() {
        return exchange.response();
    }

    private String ofVcrpy() {
        Bytes body = request().body();
        return "- request:\n"
                + "    body: " + (body.isEmpty() ? "null" : QuotedScalar.of(body, BINARY)) + "\n"
                + headers(request().headers(), "    ")
                + "    method: " + request().method() + "\n"
                + "    uri: " + QuotedScalar.of(url) + "\n"
                + "  response:\n"
                + "    body:\n"
                + "      string: " + QuotedScalar.of(response().body(), BINARY) + "\n"
                + headers(response().headers(), "    ")
                + status("    ")
                + asked("  ");
    }

    private String asked(String indentation) {
        return asked.map(path -> indentation + ASKED + ": " + QuotedScalar.of(path) + "\n")
                .orElse("");
    }

    private String ofRuby() {
        return "- request:\n"
                + "    method: " + request().method().toLowerCase(Locale.ROOT) + "\n"
                + "    uri: " + QuotedScalar.of(url) + "\n"
                + ofRuby(request().body())
                + headers(request().headers(), "    ")
                + "  response:\n"
                + status("    ")
                + headers(response().headers(), "    ")
                + ofRuby(response().body())
                + "    http_version: null\n"
                + "  recorded_at: "
                + RECORDED_AT.format(
                        day.orElse(UNKNOWN).atTime(LocalTime.MIDNIGHT).atOffset(ZoneOffset.UTC))
                + "\n"
                + asked("  ");
    }

    private static String ofRuby(Bytes body) {
        boolean isText = body.decode().isPresent();
        return "    body:\n"
                + "      encoding: " + (isText ? "UTF-8" : "ASCII-8BIT") + "\n"
                + "      string: " + QuotedScalar.of(body, "!binary") + "\n";
    }

    private String ofGo(int index) {
        return "    - id: " + index + "\n"
                + "      request:\n"
                + ofGo("HTTP/1.1", 1, request().body())
                + "        host: "
                + QuotedScalar.of(url.replaceFirst("^[a-z]+://", "").replaceFirst("/.*", "")) + "\n"
                + "        remote_addr: \"\"\n"
                + "        request_uri: \"\"\n"
                + "        body: " + QuotedScalar.of(request().body(), BINARY) + "\n"
                + "        form: {}\n"
                + headers(request().headers(), "        ")
                + "        url: " + QuotedScalar.of(url) + "\n"
                + "        method: " + request().method() + "\n"
                + "      response:\n"
                + ofGo("HTTP/1.1", 1, response().body())
                + "        uncompressed: false\n"
                + "        body: " + QuotedScalar.of(response().body(), BINARY) + "\n"
                + headers(response().headers(), "        ")
                + "        status: " + response().status() + " "
                + ReasonPhrase.of(response().status()) + "\n"
                + "        code: " + response().status() + "\n"
                + "        duration: 0s\n"
                + asked("      ");
    }

    private static String ofGo(String protocol, int minor, Bytes body) {
        return "        proto: " + protocol + "\n"
                + "        proto_major: 1\n"
                + "        proto_minor: " + minor + "\n"
                + "        content_length: " + body.size() + "\n"
                + "        transfer_encoding: []\n"
                + "        trailer: {}\n";
    }

    private String status(String indentation) {
        return indentation + "status:\n"
                + indentation + "  code: " + response().status() + "\n"
                + indentation + "  message: " + ReasonPhrase.of(response().status()) + "\n";
    }

    private static String headers(Headers headers, String indentation) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        headers.fields()
                .forEach(field -> byName.computeIfAbsent(field.name(), any -> new ArrayList<>())
                        .add(field.value()));
        if (byName.isEmpty()) {
            return indentation + "headers: {}\n";
        }
        StringBuilder yaml = new StringBuilder(indentation).append("headers:\n");
        byName.forEach((name, values) -> {
            yaml.append(indentation).append("  ").append(QuotedScalar.of(name)).append(":\n");
            values.forEach(value -> yaml.append(indentation)
                    .append("  - ")
                    .append(QuotedScalar.of(value))
                    .append('\n'));
        });
        return yaml.toString();
    }
}
