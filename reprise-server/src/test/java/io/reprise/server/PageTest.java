package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.plan.Mode;
import io.reprise.server.access.AccessSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page, and what else browsers ask for. */
class PageTest {
    private static final String FILE = "/__reprise/page/of-tests.js";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static HttpResponse<String> call(RepriseServer server, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        ServerFixture.url(server).resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return ServerFixture.ask(request.build());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private RepriseServer serve() {
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?x=1",
                "/t/a%2Fb/",
                "/__reprise",
                "/__reprise/",
                "/__reprise/nothing",
                "/__reprise/page/nothing.js",
                "/favicon.ico",
                "/robots.txt",
                "/apple-touch-icon.png",
                "/apple-touch-icon-120x120-precomposed.png",
                "/.well-known/appspecific/com.chrome.devtools.json",
                "/.well-known/change-password",
                "/site.webmanifest"
            })
    void whatBrowsersAskForByThemselvesIsNeitherForwardedNorRecorded(String path) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, asked, out) -> out.write(
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        for (String accept : new String[] {"text/html,application/xhtml+xml,*/*;q=0.8", "*/*"}) {
            call(server, "GET", path, "Accept", accept);
            call(server, "HEAD", path, "Accept", accept);
        }

        assertThat(upstream.requests()).isEmpty();
        assertThat(fixture.store().recordings()).isEmpty();
        assertThat(server.report().outcomes().values()).containsOnly(0L);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /, */*",
        "GET, /, text/event-stream",
        "GET, /v1/models, */*",
        "GET, /.well-known/oauth-protected-resource, */*",
        "GET, /.well-known/agent-card.json, */*",
        "GET, /__reprise/root/, */*",
        "GET, /__reprise/root/favicon.ico, */*",
        "POST, /favicon.ico, */*"
    })
    void whatProgramsAskForReachesTheUpstream(String method, String path, String accept) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, asked, out) -> out.write(
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, upstream);

        assertThat(call(server, method, path, "Accept", accept).statusCode()).isEqualTo(200);

        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void theScriptOfAFormerServiceWorkerIsNotAskedForAtTheUpstream() throws Exception {
        RepriseServer server = serve();

        HttpResponse<String> answer = call(server, "GET", "/sw.js", "Service-Worker", "script");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("this is Reprise, which has no such file\n");
    }

    @Test
    void peopleAreLedToThePageAndProgramsSeeThatThereIsAServer() throws Exception {
        RepriseServer server = serve();

        HttpResponse<String> person = call(server, "GET", "/", "Accept", "text/html,*/*;q=0.8");
        HttpResponse<String> program = call(server, "GET", "/");
        HttpResponse<String> withoutSlash = call(server, "GET", "/__reprise?view=misses");

        assertThat(person.statusCode()).isEqualTo(302);
        assertThat(header(person, "location")).isEqualTo("/__reprise/");
        assertThat(program.statusCode()).isEqualTo(200);
        assertThat(program.body()).startsWith("Reprise is running");
        assertThat(call(server, "HEAD", "/").statusCode()).isEqualTo(200);
        assertThat(withoutSlash.statusCode()).isEqualTo(302);
        assertThat(header(withoutSlash, "location")).isEqualTo("/__reprise/?view=misses");
    }

    @Test
    void aFileOfThePageHasItsTypeAndMayLoadNothingFromElsewhere() throws Exception {
        HttpResponse<String> file = call(serve(), "GET", FILE + "?v=1");

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).contains("export const answer");
        assertThat(header(file, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(file, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(file, "cache-control")).isEqualTo("no-cache");
        assertThat(header(file, "content-security-policy"))
                .isEqualTo(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
                                + "connect-src 'self'; font-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                                + "require-trusted-types-for 'script'; trusted-types 'none'");
    }

    @Test
    void aFileThatABrowserHasIsNotSentAgain() throws Exception {
        RepriseServer server = serve();
        String etag = header(call(server, "GET", FILE), "etag");

        HttpResponse<String> again = call(server, "GET", FILE, "If-None-Match", "W/\"old\", " + etag);

        assertThat(etag).matches("\"[0-9a-f]{32}\"");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "etag")).isEqualTo(etag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/__reprise/page/",
                "/__reprise/page/..%2F..%2Fserver%2FRepriseServer.class",
                "/__reprise/page/../RepriseServer.class",
                "/__reprise/page//of-tests.js",
                "/__reprise/page/of-tests.js/",
                "/__reprise/page/%2e%2e/of-tests.js",
                "/__reprise/page/package-info.class",
                "/__reprise/page/.js"
            })
    void nothingButFilesOfThePageIsServed(String path) throws Exception {
        assertThat(call(serve(), "GET", path).statusCode()).isEqualTo(404);
    }

    @Test
    void aNameOfVeryManyPartsIsNoFileOfThePage() throws Exception {
        assertThat(call(serve(), "GET", "/__reprise/page/a" + ".a".repeat(3_500) + "/")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePageIsOnlyRead() throws Exception {
        HttpResponse<String> answer = call(serve(), "POST", FILE);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(header(answer, "allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(call(serve(), "DELETE", "/__reprise").statusCode()).isEqualTo(405);
    }

    @Test
    void thePageNeedsNoTokenAndWhatItShowsDoes() throws Exception {
        fixture.access(new AccessSettings(Optional.of("a-token-of-this-test"), List.of()));
        RepriseServer server = serve();

        assertThat(call(server, "GET", FILE).statusCode()).isEqualTo(200);
        assertThat(call(server, "GET", "/", "Accept", "text/html").statusCode()).isEqualTo(302);
        assertThat(call(server, "GET", "/__reprise").statusCode()).isEqualTo(302);
        for (String path :
                new String[] {"recordings", "misses", "report", "requests", "events", "page", "root/page/x.js"}) {
            assertThat(call(server, "GET", "/__reprise/" + path, "Service-Worker", "script")
                            .statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(call(server, "GET", "/__reprise/recordings", "X-Reprise-Token", "a-token-of-this-test")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aLinkFromAnySiteLeadsToThePageAndToNothingElse() throws Exception {
        RepriseServer server = serve();
        String[] visit = {
            "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document",
        };

        assertThat(call(server, "GET", "/__reprise", visit).statusCode()).isEqualTo(302);
        assertThat(call(server, "GET", "/__reprise/recordings", visit).statusCode())
                .isEqualTo(403);
        visit[5] = "iframe";
        assertThat(call(server, "GET", "/__reprise", visit).statusCode()).isEqualTo(403);
        assertThat(call(server, "GET", FILE, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
    }
}
