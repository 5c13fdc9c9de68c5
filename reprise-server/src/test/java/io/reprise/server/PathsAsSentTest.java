package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in a request line reaches the upstream byte for byte. Each character of these texts is a byte. */
@Timeout(120)
@Slow
class PathsAsSentTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private FakeUpstream upstream() throws IOException {
        return fixture.upstream((call, request, out) -> out.write(
                ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"n\":" + call + "}")
                        .getBytes(StandardCharsets.US_ASCII)));
    }

    private static RawAnswer get(RepriseServer server, String target) throws IOException {
        return ask(server, "GET", target);
    }

    private static RawAnswer ask(RepriseServer server, String method, String target) throws IOException {
        try (RawExchange client = new RawExchange(server)) {
            client.send(method + " " + target + " HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
            return client.answer();
        }
    }

    private static String targetOf(String request) {
        return request.substring(request.indexOf(' ') + 1, request.indexOf(" HTTP/1.1\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/qwen-\u00c3\u00a9",
                "/v1/models/\u00f0\u009f\u0098\u0080/\u00c3\u00a9?q=\u00c3\u00a9+\u00e2\u0082\u00ac",
                "/v1/models/%C3%A9",
                "/v1/models/%c3%a9",
                "/v1/models/e%CC%81",
                "/v1/a%2Fb%2fc",
                "/v1/a+b;c=d,e!$&'()*@:~",
                "//v1//x//",
                "/v1/a/../b/./c/..",
                "/v1/[a]|\"<>^`{}\\",
                "/v1/a%20b%09%00%0A",
                "/v1/%",
                "/v1/%zz/%1/%%41",
                "/v1/%ff%FE",
                "/v1/x?a=%zz&b&&=&==&c=%C3%A9+%20&d[]=1&%",
                "/v1/x?a?b=/c:d@e|\"<>^`{}\\[]",
                "/v1/x#fragment",
                "/v1/models/a:b?alt=sse",
                "/~u/.well-known",
            })
    void reachesTheUpstreamByteForByteAndIsFoundAgain(String target) throws Exception {
        FakeUpstream upstream = upstream();
        for (Mode mode : List.of(Mode.LIVE, Mode.RECORD, Mode.REPLAY)) {
            try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
                RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream);

                RawAnswer answer = get(server, target);

                assertThat(answer.head()).as(mode + answer.body()).startsWith("HTTP/1.1 200 ");
                server.close();
            }
        }
        assertThat(upstream.requests())
                .hasSize(2)
                .extracting(PathsAsSentTest::targetOf)
                .containsOnly(target);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anyBytesThatHttpAllowsArrive(long seed) throws Exception {
        Random random = new Random(seed);
        FakeUpstream upstream = upstream();
        RepriseServer server = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, upstream);
        for (int i = 0; i < 150; i++) {
            StringBuilder text = new StringBuilder("/x");
            for (int n = random.nextInt(30); n > 0; n--) {
                text.appendCodePoint(random.nextInt(3) == 0 ? 0xa1 + random.nextInt(0xd000) : '!' + random.nextInt(94));
            }
            String target = new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            if (target.endsWith("?")) {
                continue; // an empty query is none
            }

            get(server, target);

            List<String> asked = upstream.requests();
            assertThat(targetOf(asked.get(asked.size() - 1))).as("seed " + seed).isEqualTo(target);
        }
    }

    /** Nobody can tell what such bytes mean, and Netty writes none that are not UTF-8. */
    @Test
    void bytesThatAreNotUtf8ArrivePercentEncoded() throws Exception {
        FakeUpstream upstream = upstream();
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        get(server, "/v1/caf\u00e9\u00c3?q=\u00ff\u00c3\u00a9");

        assertThat(targetOf(upstream.requests().get(0))).isEqualTo("/v1/caf%E9%C3?q=%FF\u00c3\u00a9");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, /messages",
        "/messages, /v1/messages",
        "/v1/chat/completions, /chat/completions",
        "/t/a/v1/chat/completions, /t/a/chat/completions",
        "/v1/chat/completions, /t/a/chat/completions", // recordings of no test answer all tests
        "/chat/completions?a=1, /v1/chat/completions?a=1",
    })
    void aRecordingAnswersWithAndWithoutTheVersion(String recorded, String asked) throws Exception {
        FakeUpstream upstream = upstream();
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        ask(server, "POST", recorded);
        RawAnswer replayed = ask(server, "POST", asked);

        assertThat(replayed.body()).isEqualTo("{\"n\":0}");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void theOwnSpellingIsPreferred() throws Exception {
        FakeUpstream upstream = upstream();
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            RepriseServer records = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream);
            ask(records, "POST", "/chat/completions");
            ask(records, "POST", "/v1/chat/completions");
            records.close();
            RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream);

            assertThat(ask(server, "POST", "/v1/chat/completions").body()).isEqualTo("{\"n\":1}");
            assertThat(ask(server, "POST", "/chat/completions").body()).isEqualTo("{\"n\":0}");
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/things, /things", "/v2/messages, /messages", "/v1/chat, /v1beta/chat", "/v1, /"})
    void otherPathsAreOtherQuestions(String recorded, String asked) throws Exception {
        FakeUpstream upstream = upstream();
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        ask(server, "POST", recorded);
        ask(server, "POST", asked);

        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void spellingsOfOnePathAreOneQuestion() throws Exception {
        FakeUpstream upstream = upstream();
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        for (String spelling : List.of("/v1/x/%C3%A9", "/v1/x/%c3%a9", "/v1/x/\u00c3\u00a9", "/v1/%78/\u00c3%a9")) {
            assertThat(ask(server, "POST", spelling + "?u").body()).isEqualTo("{\"n\":0}");
        }
        assertThat(ask(server, "POST", "/v1/x/e%CC%81?u").body()).isEqualTo("{\"n\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "/t/t%C3%A9st/v1/x, t\u00e9st",
        "/t/t\u00c3\u00a9st/v1/x, t\u00e9st",
        "/t/a%2Fb+c%20d%253A/v1/x, a/b+c d%3A",
        "/t/%F0%9F%98%80::t[x]/v1/x, \ud83d\ude00::t[x]",
    })
    void testIdsHaveAnySpelling(String target, String test) throws Exception {
        FakeUpstream upstream = upstream();
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        get(server, target);

        assertThat(fixture.store().recordings())
                .extracting(recording -> recording.test().name())
                .containsExactly(test);
        assertThat(targetOf(upstream.requests().get(0))).isEqualTo("/v1/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/t/%zz/v1/x", "/t/a%/v1/x", "/u/%C3/v1/x", "/t/%ff/v1/x", "/t/\u00ff/v1/x"})
    void aPrefixThatCannotBeReadIsRefused(String target) throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer = get(server, target);

        assertThat(answer.head()).startsWith("HTTP/1.1 400 ");
        assertThat(answer.body()).contains("is not percent-encoded UTF-8");
    }

    @Test
    void theLogShowsThePathsOfRefusedRequestsToo() throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        try (RawExchange client = new RawExchange(server)) {
            client.send("GET /v1/caf\u00c3\u00a9?a=b HTTP/1.1\r\nhost: evil.example\r\n\r\n");
            assertThat(client.answer().head()).startsWith("HTTP/1.1 403 ");
        }
        server.close();

        assertThat(fixture.log()).contains("refused GET /v1/caf\u00e9 status=403");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8000/v1/x?a=http://b/c, /v1/x?a=http://b/c",
        "HTTPS://localhost/v1/x, /v1/x",
        "http://localhost, /",
        "http://localhost?a=b, /?a=b",
        "http://localhost/t/one/v1/x, /v1/x",
    })
    void aTargetMayNameTheServer(String target, String path) throws Exception {
        FakeUpstream upstream = upstream();
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (RawExchange client = new RawExchange(server)) {
            client.send("DELETE " + target + " HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
            assertThat(client.answer().head()).startsWith("HTTP/1.1 200 ");
        }

        assertThat(targetOf(upstream.requests().get(0))).isEqualTo(path);
    }
}
