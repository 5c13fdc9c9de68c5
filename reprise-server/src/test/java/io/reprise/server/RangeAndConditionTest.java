package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of files, and requests that are made on a condition (RFC 9110, 13 and 14). */
@Timeout(60)
class RangeAndConditionTest {
    private static final String FILE = "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    /** A file server, as RFC 9110 describes one. */
    private FakeUpstream files() throws IOException {
        return fixture.upstream((call, request, out) -> {
            String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nETag: \"e\"\r\n" + whole(FILE);
            Matcher range =
                    Pattern.compile("(?i)\r\nrange: bytes=(\\d+)-(\\d+)\r\n").matcher(request);
            if (request.contains("\"e\"")) {
                answer = "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nconnection: close\r\n\r\n";
            } else if (request.toLowerCase(Locale.ROOT).contains("range: bytes=0-0,")) {
                answer = "HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=B\r\n"
                        + whole("--B\r\ncontent-range: bytes 0-0/24\r\n\r\n{\r\n--B--\r\n");
            } else if (range.find() && Integer.parseInt(range.group(1)) >= FILE.length()) {
                answer = "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */24\r\n" + whole("");
            } else if (range.reset().find()) {
                int from = Integer.parseInt(range.group(1));
                int to = Math.min(FILE.length(), Integer.parseInt(range.group(2)) + 1);
                answer = "HTTP/1.1 206 Partial Content\r\nContent-Type: application/x-ndjson\r\n"
                        + "Content-Range: bytes " + from + "-" + (to - 1) + "/24\r\n"
                        + whole(FILE.substring(from, to));
            }
            out.write(answer.getBytes(StandardCharsets.US_ASCII));
        });
    }

    private static String whole(String body) {
        return "Accept-Ranges: bytes\r\nContent-Length: " + body.length() + "\r\nconnection: close\r\n\r\n" + body;
    }

    private static HttpResponse<String> get(RepriseServer server, String... headers) throws Exception {
        return ask(HttpClient.Version.HTTP_1_1, server, "GET", headers);
    }

    private static HttpResponse<String> ask(
            HttpClient.Version version, RepriseServer server, String method, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        ServerFixture.url(server).resolve("/v1/files/a/content"))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return ServerFixture.ask(version, request.build());
    }

    private static List<String> seen(HttpResponse<String> answer) {
        List<String> seen = new ArrayList<>(List.of(String.valueOf(answer.statusCode()), answer.body()));
        for (String name : List.of("content-type", "content-range", "content-length", "accept-ranges", "etag")) {
            seen.add(name + answer.headers().allValues(name));
        }
        return seen;
    }

    @ParameterizedTest
    @EnumSource
    void partsReplayAsTheyWereAlsoAfterARestart(HttpClient.Version version) throws Exception {
        List<String> ranges = List.of("bytes=0-9", "bytes=10-19", "bytes=90-99", "bytes=0-0,5-5", "");
        FakeUpstream upstream = files();
        List<List<String>> recorded = new ArrayList<>();
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream);
            for (String range : ranges) {
                recorded.add(seen(ask(version, server, "GET", headers(range))));
            }
            server.close();
        }

        assertThat(recorded).extracting(seen -> seen.get(0)).containsExactly("206", "206", "416", "206", "200");
        assertThat(recorded.get(1))
                .contains(FILE.substring(10, 20), "content-range[bytes 10-19/24]", "content-length[10]");
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
            for (int i = 0; i < ranges.size(); i++) {
                assertThat(seen(ask(version, server, "GET", headers(ranges.get(i)))))
                        .isEqualTo(recorded.get(i));
            }
            assertThat(get(server, "Range", "Bytes=00-9").statusCode()).isEqualTo(206);
            HttpResponse<String> miss = get(server, "range", "bytes=0-8");
            assertThat(miss.statusCode()).isEqualTo(404);
            assertThat(miss.body()).containsPattern("range: (bytes=[0-9,-]+|none) → bytes=0-8");
            server.close();
        }
        assertThat(upstream.requests()).hasSize(5);
    }

    private static String[] headers(String range) {
        return range.isEmpty() ? new String[0] : new String[] {"range", range};
    }

    @ParameterizedTest
    @ValueSource(strings = {"if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range"})
    void whatIsKeptIsWholeWhateverTheClientHas(String condition) throws Exception {
        FakeUpstream upstream = files();
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> first = get(server, condition, "\"e\"");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo(FILE);
        RepriseServer replaying = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        assertThat(get(replaying, condition, "\"e\"").body()).isEqualTo(FILE);
        assertThat(get(replaying).body()).isEqualTo(FILE);
        assertThat(get(replaying, condition, "\"other\"").body()).isEqualTo(FILE);
        assertThat(upstream.requests().get(0)).doesNotContain(condition);
    }

    @Test
    void conditionsPassWhereNothingIsKept() throws Exception {
        FakeUpstream upstream = files();
        RepriseServer server = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> answer = get(server, "If-None-Match", "\"e\"");

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.headers().firstValue("etag")).contains("\"e\"");
        assertThat(fixture.store().recordings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PUT", "POST", "PATCH", "DELETE"})
    void conditionsThatProtectWhatIsThereReachTheUpstream(String method) throws Exception {
        FakeUpstream upstream =
                FakeUpstream.answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok");
        try (upstream) {
            RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

            ask(
                    HttpClient.Version.HTTP_1_1,
                    server,
                    method,
                    "If-Match",
                    "\"m\"",
                    "If-None-Match",
                    "*",
                    "If-Unmodified-Since",
                    "u",
                    "If-Modified-Since",
                    "s",
                    "If-Range",
                    "r");

            assertThat(upstream.requests().get(0).toLowerCase(Locale.ROOT))
                    .contains("if-match: \"m\"", "if-none-match: *", "if-unmodified-since: u")
                    .doesNotContain("if-modified-since", "if-range");
        }
    }

    @ParameterizedTest
    @CsvSource({"304, 0", "412, 0", "428, 1"})
    void whatDependsOnAConditionIsPassedOnAndNotKept(int status, int kept) throws Exception {
        FakeUpstream upstream = FakeUpstream.answering(
                "HTTP/1.1 " + status + " x\r\ncontent-length: 0\r\netag: \"v\"\r\nconnection: close\r\n\r\n");
        try (upstream) {
            RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

            HttpResponse<String> answer = ask(HttpClient.Version.HTTP_1_1, server, "PUT", "If-Match", "\"old\"");

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("etag")).contains("\"v\"");
            assertThat(fixture.store().recordings()).hasSize(kept);
        }
    }

    @Test
    void statusesOfConditionsAreKeptWhereTheRequestHasNone() throws Exception {
        FakeUpstream upstream =
                FakeUpstream.answering("HTTP/1.1 412 x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        try (upstream) {
            RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

            ask(HttpClient.Version.HTTP_1_1, server, "PUT");

            assertThat(fixture.store().recordings())
                    .extracting(Recording::exchange)
                    .extracting(exchange -> exchange.response().status())
                    .containsExactly(412);
        }
    }

    @Test
    void aRangeIsKeptAsTheClientSentIt() throws Exception {
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, files());

        get(server, "Range", "bytes=0-9", "If-Range", "\"e2\"");

        assertThat(fixture.store().recordings())
                .extracting(recording ->
                        KeyRules.NONE.kept(recording.exchange().request()).headers())
                .containsExactly(Headers.of("range", "bytes=0-9"));
    }
}
