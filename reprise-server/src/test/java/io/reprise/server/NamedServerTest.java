package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.access.AccessSettings;
import io.reprise.server.access.AllowedOrigin;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server a request names, and whether a page of another site may be behind it. */
@Timeout(120)
@Slow
class NamedServerTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private FakeUpstream upstream() throws IOException {
        return fixture.upstream((call, request, out) -> out.write(
                ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"n\":" + call + "}")
                        .getBytes(StandardCharsets.US_ASCII)));
    }

    private static RawAnswer ask(RepriseServer server, String line, String... fields) throws IOException {
        try (RawExchange client = new RawExchange(server)) {
            client.send(line + "\r\n"
                    + String.join(
                            "",
                            Arrays.stream(fields).map(field -> field + "\r\n").toList()) + "\r\n");
            return client.answer();
        }
    }

    private static int status(RawAnswer answer) {
        return Integer.parseInt(answer.head().substring(9, 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/x?a=b",
                "http://127.0.0.1:8000/v1/x?a=b",
                "http://127.0.0.1/v1/x?a=b",
                "http://127.0.0.1:80/v1/x?a=b",
                "https://127.0.0.1:443/v1/x?a=b",
                "HTTP://LOCALHOST/v1/x?a=b",
                "hTTpS://[::1]:8443/v1/x?a=b",
                "http://user:pass@127.0.0.1:8000/v1/x?a=b",
                "http://user@localhost/v1/x?a=b",
                "http://127.0.0.1:/v1/x?a=b",
            })
    void aTargetThatNamesThisServerIsTheSameQuestion(String target) throws Exception {
        FakeUpstream upstream = upstream();
        RepriseServer recording = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        ask(recording, "GET /v1/x?a=b HTTP/1.1", "Host: 127.0.0.1");
        recording.close();
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer = ask(server, "GET " + target + " HTTP/1.1", "Host: 127.0.0.1");

        assertThat(answer.head()).as(answer.body()).startsWith("HTTP/1.1 200 ");
        assertThat(answer.body()).isEqualTo("{\"n\":0}");
    }

    @ParameterizedTest
    @CsvSource({"http://localhost, /", "http://localhost?a=b, /?a=b", "http://u:p@localhost, /"})
    void aTargetWithoutPathAsksForTheRoot(String target, String path) throws Exception {
        FakeUpstream upstream = upstream();
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        ask(server, "POST " + target + " HTTP/1.1", "Host: localhost", "Content-Length: 0");

        assertThat(upstream.requests().get(0)).startsWith("POST " + path + " HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET http://evil.example/v1/x HTTP/1.1     | Host: 127.0.0.1                       | 403",
                "GET http://127.0.0.1/v1/x HTTP/1.1        | Host: evil.example                    | 403",
                "GET http://evil.example@127.0.0.1/ HTTP/1.1 | Host: evil.example                  | 403",
                "GET http://127.0.0.1@evil.example/ HTTP/1.1 | Host: 127.0.0.1                     | 403",
                "GET http:///v1/x HTTP/1.1                 | Host: 127.0.0.1                       | 400",
                "GET http://127.0.0.1:99999/ HTTP/1.1      | Host: 127.0.0.1                       | 400",
                "GET http://127.0.0.1:x/ HTTP/1.1          | Host: 127.0.0.1                       | 400",
                "GET http://127.0.0.1/v1/x HTTP/1.1        | X: y                                  | 400",
                "GET /v1/x HTTP/1.1                        | X: y                                  | 400",
                "GET /v1/x HTTP/1.1                        | Host:                                 | 400",
                "GET /v1/x HTTP/1.1                        | Host: 127.0.0.1;Host: 127.0.0.1       | 400",
                "GET /v1/x HTTP/1.1                        | Host: 127.0.0.1;Host: evil.example    | 400",
                "GET /v1/x HTTP/1.1                        | host: evil.example;HOST: 127.0.0.1    | 400",
                "GET /v1/x HTTP/1.1                        | Host: 127.0.0.1, evil.example         | 400",
                "GET /v1/x HTTP/1.1                        | Host: 127.0.0.1 evil.example          | 400",
                "GET /v1/x HTTP/1.1                        | Host: 127.0.0.1:80:80                 | 400",
                "GET /v1/x HTTP/1.1                        | Host: 127.0.0.1:x                     | 400",
                "GET /v1/x HTTP/1.1                        | Host: 127.0.0.1:70000                 | 400",
                "GET /v1/x HTTP/1.1                        | Host: :8000                           | 400",
                "GET /v1/x HTTP/1.1                        | Host: user@127.0.0.1                  | 400",
                "GET /v1/x HTTP/1.1                        | Host: http://127.0.0.1                | 400",
                "GET /v1/x HTTP/1.1                        | Host: 127.0.0.1/v1                    | 400",
                "GET /v1/x HTTP/1.1                        | Host: [::1                            | 400",
                "GET /v1/x HTTP/1.1                        | Host: []                              | 400",
                "GET /v1/x HTTP/1.1                        | Host: 127.0.0.1%00.evil.example       | 403",
                "GET /v1/x HTTP/1.1                        | Host: 127.0.0.1.evil.example          | 403",
                "GET /v1/x HTTP/1.1                        | Host: evil.example:80                 | 403",
                "GET /v1/x HTTP/1.1                        | Host: 2130706433                      | 403",
                "GET /v1/x HTTP/1.1                        | Host: 0.0.0.0                         | 403",
                "GET /v1/x HTTP/1.1                        | Host: LOCALHOST:8000                  | 404",
                "GET /v1/x HTTP/1.1                        | Host: [::1]:8000                      | 404",
                "GET /v1/x HTTP/1.0                        | X: y                                  | 404",
                "GET /v1/x HTTP/1.0                        | Host: evil.example                    | 403",
                "GET /__reprise/health HTTP/1.1            | Host: evil.example                    | 403",
                "GET /__reprise/health HTTP/1.1            | Host:                                 | 400",
                "GET http://127.0.0.1/__reprise/health HTTP/1.1 | Host: 127.0.0.1                  | 200",
                "OPTIONS * HTTP/1.1                        | Host: 127.0.0.1                       | 204",
                "OPTIONS * HTTP/1.1                        | Host: evil.example                    | 403",
                "GET * HTTP/1.1                            | Host: 127.0.0.1                       | 400",
                "options * HTTP/1.1                        | Host: 127.0.0.1                       | 400",
                "GET v1/x HTTP/1.1                         | Host: 127.0.0.1                       | 400",
                "GET ftp://127.0.0.1/ HTTP/1.1             | Host: 127.0.0.1                       | 400",
                "GET 127.0.0.1:8000 HTTP/1.1               | Host: 127.0.0.1                       | 400",
            })
    void aRequestThatDoesNotNameThisServerIsRefused(String line, String fields, int expected) throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer = ask(server, line, fields.split(";", -1));

        assertThat(status(answer)).as(answer.body()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/x                 | Sec-Fetch-Site: none                                              | 404",
                "/v1/x                 | Sec-Fetch-Site: same-origin                                       | 404",
                "/v1/x                 | Sec-Fetch-Mode: cors                                              | 404",
                "/__reprise/recordings | Sec-Fetch-Site: none;Sec-Fetch-Mode: navigate                     | 200",
                "/__reprise/recordings | Sec-Fetch-Site: same-origin                                       | 200",
                "/v1/x                 | Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: no-cors;Sec-Fetch-Dest: image | 403",
                "/v1/x                 | Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: navigate;Sec-Fetch-User: ?1 | 403",
                "/v1/x                 | Sec-Fetch-Site: same-site;Sec-Fetch-Mode: no-cors                 | 403",
                "/v1/x                 | Sec-Fetch-Site: cross-site;Referer: https://evil.example/         | 403",
                "/v1/x                 | Sec-Fetch-Site: cross-site;Referer: nonsense                      | 403",
                "/v1/x                 | Sec-Fetch-Site: nonsense                                          | 403",
                "/v1/x                 | Sec-Fetch-Site: none, cross-site                                  | 403",
                "/v1/x                 | Sec-Fetch-Site: cross-site;Origin:                                | 403",
                "/v1/x                 | Sec-Fetch-Site: same-site;Referer: http://localhost:5173/a        | 404",
                "/v1/x                 | Sec-Fetch-Site: cross-site;Origin: http://localhost:5173          | 404",
                "/v1/x                 | Sec-Fetch-Site: cross-site;Origin: https://evil.example           | 403",
                "/v1/x                 | Sec-Fetch-Site: cross-site;Origin: https://evil.example;Referer: http://localhost/ | 403",
                "/__reprise/recordings | Sec-Fetch-Site: cross-site                                        | 403",
                "/__reprise/health     | Sec-Fetch-Site: cross-site                                        | 403",
                "/v1/x                 | Referer: https://evil.example/;User-Agent: Mozilla/5.0            | 403",
                "/v1/x                 | Referer: http://localhost:3000/;User-Agent: Mozilla/5.0           | 404",
                "/v1/x                 | Referer: https://my-app.example/;User-Agent: OpenAI/Python        | 404",
                "/v1/x                 | User-Agent: Mozilla/5.0                                           | 404",
            })
    void aPageOfAnotherSiteDoesNotPassWithoutOrigin(String target, String fields, int expected) throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer = ask(server, "GET " + target + " HTTP/1.1", ("Host: 127.0.0.1;" + fields).split(";", -1));

        assertThat(status(answer)).as(answer.body()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                       | /v1/x                 | X: y                              | 404",
                "*                       | /__reprise/recordings | X: y                              | 403",
                "https://app.example.com | /v1/x                 | X: y                              | 403",
                "https://app.example.com | /v1/x                 | Referer: https://app.example.com/ | 404",
            })
    void pagesOfListedOriginsPassIfTheyAreKnown(String listed, String target, String field, int expected)
            throws Exception {
        fixture.access(new AccessSettings(Optional.empty(), List.of(new AllowedOrigin(listed.strip()))));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer =
                ask(server, "GET " + target + " HTTP/1.1", "Host: 127.0.0.1", "Sec-Fetch-Site: cross-site", field);

        assertThat(status(answer)).as(answer.body()).isEqualTo(expected);
    }

    @Test
    void whoHasTheTokenIsNoPageOfAnotherSite() throws Exception {
        fixture.access(new AccessSettings(Optional.of("secret"), List.of()));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        String[] fields = {"Host: box", "Sec-Fetch-Site: cross-site", "X-Reprise-Token: secret"};

        assertThat(status(ask(server, "GET /v1/x HTTP/1.1", fields))).isEqualTo(404);
        assertThat(status(ask(server, "GET /v1/x HTTP/1.1", "Host: box", "Sec-Fetch-Site: cross-site")))
                .isEqualTo(401);
        assertThat(status(ask(server, "GET /__reprise/health HTTP/1.1", "Host: box")))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"patch", "Patch", "get", "post", "PATCH", "QUERY", "M-SEARCH", "x!#$%&'*+-.^_`|~"})
    void methodsKeepTheirCase(String method) throws Exception {
        FakeUpstream upstream = upstream();
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream);
            ask(server, method + " /v1/x HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 0");
            server.close();
        }
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);

            assertThat(status(ask(server, method + " /v1/x HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 0")))
                    .isEqualTo(200);
            for (String other : List.of("PATCH", "patch", "GET", "get", "pOST")) {
                int expected = other.equals(method) ? 200 : 404;
                assertThat(status(ask(server, other + " /v1/x HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 0")))
                        .as(other)
                        .isEqualTo(expected);
            }
        }
        assertThat(upstream.requests().get(0)).startsWith(method + " /v1/x HTTP/1.1\r\n");
    }
}
