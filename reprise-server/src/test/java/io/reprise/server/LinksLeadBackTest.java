package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.upstream.Upstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Redirects, and other headers of answers that lead to the upstream (docs/recording.md). */
@Timeout(60)
class LinksLeadBackTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    /** Sends whoever starts to {@code there}, in which HOST is its own address, and tells all others what they asked for. */
    private FakeUpstream redirecting(String header, String there) throws IOException {
        return fixture.upstream((call, request, out) -> {
            String host = request.replaceFirst("(?is).*\r\nhost: ([^\r]*)\r\n.*", "$1");
            String line = request.substring(0, request.indexOf(" HTTP/1.1"));
            String body = request.substring(request.indexOf("\r\n\r\n") + 4);
            String said = "\"" + line + " " + body.replace("\"", "'") + "\"";
            String answer = line.endsWith("/start")
                    ? "HTTP/1.1 307 Temporary Redirect\r\n" + header + ": " + there.replace("HOST", host)
                            + "\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    : "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + said.length()
                            + "\r\nconnection: close\r\n\r\n" + said;
            out.write(answer.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static HttpResponse<String> post(RepriseServer server, HttpClient.Version version, String path)
            throws Exception {
        try {
            return HttpClient.newBuilder()
                    .version(version)
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build()
                    .send(
                            HttpRequest.newBuilder(ServerFixture.url(server).resolve(path))
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static URI home(RepriseServer server) {
        return ServerFixture.url(server);
    }

    @ParameterizedTest
    @EnumSource
    void aRedirectedPostReplaysWithAndWithoutTheUpstream(HttpClient.Version version) throws Exception {
        FakeUpstream upstream = redirecting("Location", "http://HOST/v1/moved?id=7");
        String said = "\"POST /v1/moved?id=7 {'a':1}\"";
        for (Mode mode : List.of(Mode.LIVE, Mode.RECORD, Mode.REPLAY)) {
            try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
                RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream);

                HttpResponse<String> answer = post(server, version, "/t/a%2Fb/v1/start");

                assertThat(answer.body()).as(mode.toString()).isEqualTo(said);
                assertThat(answer.uri()).isEqualTo(home(server).resolve("/t/a%2Fb/v1/moved?id=7"));
                server.close();
            }
        }
        assertThat(upstream.requests()).hasSize(4);
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            RepriseServer alone = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
            assertThat(post(alone, version, "/t/a%2Fb/v1/start").body()).isEqualTo(said);
            alone.close();
        }
        String origin = "http://127.0.0.1:" + upstream.url().getPort();
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".json"))
                            .filter(Files::isRegularFile)
                            .map(LinksLeadBackTest::text))
                    .anyMatch(file -> file.contains("\"location\": \"" + origin + "/v1/moved?id=7\"")
                            && file.contains("\"x-reprise-upstream\": \"" + origin + "/v1\""));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "operation-location, http://HOST/v1/jobs/1, HOME/t/x/v1/jobs/1",
        "x-goog-upload-url, http://HOST/upload/v1/files?upload_id=1, HOME/t/x/upload/v1/files?upload_id=1",
        "location, /v1/jobs/1, /t/x/v1/jobs/1",
        "location, jobs/1, jobs/1",
        "location, https://elsewhere.example/v1/jobs/1, https://elsewhere.example/v1/jobs/1",
        "link, <http://HOST/v1/x?page=2>; rel=\"next\", <HOME/t/x/v1/x?page=2>; rel=\"next\"",
    })
    void eachClientIsSentToItsOwnAddressAndTest(String header, String there, String here) throws Exception {
        FakeUpstream upstream = redirecting(header, there);
        for (Mode mode : List.of(Mode.LIVE, Mode.RECORD, Mode.REPLAY)) {
            RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);
            for (String host : List.of("localhost:1234", "[::1]:99", "127.0.0.1")) {
                try (RawExchange client = new RawExchange(server)) {
                    client.send("GET /t/x/v1/start HTTP/1.1\r\nhost: " + host + "\r\n\r\n");

                    assertThat(client.head())
                            .as(mode + " " + host)
                            .contains(header + ": " + here.replace("HOME", "http://" + host) + "\r\n")
                            .doesNotContain("x-reprise-upstream");
                }
            }
        }
    }

    @Test
    void aClientThatNamesNoHostIsSentToTheAddressThatItHasReached() throws Exception {
        RepriseServer server =
                fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, redirecting("location", "http://HOST/v1/x"));

        try (RawExchange client = new RawExchange(server)) {
            client.send("GET /v1/start HTTP/1.0\r\n\r\n");

            assertThat(client.head()).contains("location: " + home(server) + "/v1/x\r\n");
        }
    }

    @Test
    void aPathThatTheUrlOfTheUpstreamDoesNotLeadToIsAskedForFromItsRoot() throws Exception {
        FakeUpstream upstream = redirecting("location", "http://HOST/upload/start/x%2Fy?upload_id=1");
        for (Mode mode : List.of(Mode.RECORD, Mode.REPLAY)) {
            RepriseServer server = fixture.serve(
                    mode, List.of(new Upstream("", upstream.url().resolve("/openai/v1"), List.of(), Headers.NONE)));

            assertThat(post(server, HttpClient.Version.HTTP_1_1, "/v1/start").body())
                    .isEqualTo("\"POST /upload/start/x%2Fy?upload_id=1 {'a':1}\"");
        }
        assertThat(upstream.requests())
                .extracting(request -> request.substring(0, request.indexOf(" HTTP")))
                .containsExactly("POST /openai/v1/start", "POST /upload/start/x%2Fy?upload_id=1");
    }

    @Test
    void whoeverIsSentToAnotherUpstreamReachesIt() throws Exception {
        FakeUpstream two = redirecting("location", "/");
        FakeUpstream one =
                redirecting("location", "http://127.0.0.1:" + two.url().getPort() + "/v1/other");
        for (Mode mode : List.of(Mode.LIVE, Mode.RECORD, Mode.REPLAY)) {
            RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, one, two);

            HttpResponse<String> answer = post(server, HttpClient.Version.HTTP_1_1, "/t/x/v1/start");

            assertThat(answer.uri()).isEqualTo(home(server).resolve("/t/x/u/u1/v1/other"));
            assertThat(answer.body()).isEqualTo("\"POST /v1/other {'a':1}\"");
        }
        assertThat(post(fixture.serve(Mode.REPLAY, List.of()), HttpClient.Version.HTTP_1_1, "/t/x/v1/start")
                        .body())
                .isEqualTo("\"POST /v1/other {'a':1}\"");
        assertThat(two.requests()).hasSize(2);
    }

    @Test
    void repriseItselfFollowsNoRedirect() throws Exception {
        FakeUpstream upstream = redirecting("location", "http://HOST/v1/moved");
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> answer = ServerFixture.ask(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/v1/start"))
                        .build());

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(upstream.requests()).hasSize(1);
    }
}
