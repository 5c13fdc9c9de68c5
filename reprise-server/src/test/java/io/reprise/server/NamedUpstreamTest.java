package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reprise.core.exchange.Headers;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Recording;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same question, asked of several upstreams by {@code /u/<name>/} (docs/decisions/0021-upstream-of-a-request.md). */
class NamedUpstreamTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private FakeUpstream upstream(String name) throws Exception {
        return fixture.upstream(
                (call, request, out) -> out.write(("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                                + "connection: close\r\n\r\n\"" + name + call + "\"")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private RepriseServer serve(Mode mode, FakeUpstream... upstreams) {
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    /** @param prefix such as {@code /u/u1} */
    private static String ask(RepriseServer server, String prefix, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(ServerFixture.url(server) + prefix + "/v1/things"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}"));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return ServerFixture.ask(request.build()).body();
    }

    @Test
    void eachNamedUpstreamAnswersWithItsOwnRecordings() throws Exception {
        FakeUpstream unused = upstream("first");
        RepriseServer recording = serve(Mode.RECORD_IF_MISSING, unused, upstream("a"), upstream("b"));

        assertThat(ask(recording, "/u/u2")).isEqualTo("\"b0\"");
        assertThat(ask(recording, "/u/u1")).isEqualTo("\"a0\"");
        assertThat(ask(recording, "/u/u2")).isEqualTo("\"b0\"");
        assertThat(ask(recording, "")).isEqualTo("\"b0\"");
        assertThat(unused.requests()).isEmpty();

        RepriseServer replaying = serve(Mode.REPLAY);
        for (int i = 0; i < 3; i++) {
            assertThat(ask(replaying, "/u/u1")).isEqualTo("\"a0\"");
            assertThat(ask(replaying, "/u/u2")).isEqualTo("\"b0\"");
        }
        assertThat(ask(replaying, "")).isEqualTo("\"b0\"");
        assertThat(ask(replaying, "")).isEqualTo("\"a0\"");
        assertThat(ask(replaying, "/u/u3"))
                .contains("the same question is recorded for the upstream \\\"u2\\\"")
                .contains("this request names the upstream \\\"u3\\\"");
    }

    /** Whoever has set up names finds the same recordings by hosts. */
    @Test
    void aHostIsAsGoodAsAName() throws Exception {
        FakeUpstream a = upstream("a");
        FakeUpstream b = upstream("b");
        List<Upstream> named = List.of(
                new Upstream("", a.url(), List.of(), Headers.NONE),
                new Upstream("bee", b.url(), List.of(), Headers.NONE));
        String hostOfB = "/u/127.0.0.1%3A" + b.url().getPort();

        assertThat(ask(fixture.serve(Mode.RECORD, named), hostOfB)).isEqualTo("\"b0\"");

        for (RepriseServer server : List.of(fixture.serve(Mode.REPLAY, named), fixture.serve(Mode.REPLAY, List.of()))) {
            assertThat(ask(server, "/u/bee")).isEqualTo("\"b0\"");
        }
        assertThat(ask(fixture.serve(Mode.REPLAY, named), hostOfB)).isEqualTo("\"b0\"");
        assertThat(ask(fixture.serve(Mode.RECORD, named), "/u/127.0.0.1"))
                .contains("several upstreams have the host '127.0.0.1'");
        assertThat(fixture.store().recordings()).extracting(Recording::upstream).containsExactly("bee");
    }

    @Test
    void aHostFindsItsRecordingsWithAndWithoutThePort() throws Exception {
        FakeUpstream a = upstream("a");
        String address = "127.0.0.1:" + a.url().getPort();
        List<Upstream> named = List.of(new Upstream(address, a.url(), List.of(), Headers.NONE));

        ask(fixture.serve(Mode.RECORD, named), "/u/" + address);

        RepriseServer alone = fixture.serve(Mode.REPLAY, List.of());
        assertThat(ask(alone, "/u/127.0.0.1")).isEqualTo("\"a0\"");
        assertThat(ask(alone, "/u/127.0.0.1:1")).contains("this request names the upstream");
        assertThat(ask(alone, "/u/127.0.0")).contains("this request names the upstream");
    }

    /** It is the request that is wrong, not an upstream that has failed. */
    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD", "RECORD_IF_MISSING"})
    void oneThatNobodyKnowsIsNotFound(Mode mode) throws Exception {
        RepriseServer server = serve(mode, upstream("first"), upstream("a"));

        HttpResponse<String> answer =
                ServerFixture.ask(HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + "/u/zz/v1/models"))
                        .build());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("no upstream is named 'zz'; the upstreams are");
        server.close();
        assertThat(server.report().count(Verb.REFUSED)).isOne();
        assertThat(server.report().count(Verb.FAILED)).isZero();
    }

    @Test
    void oneIsRecordedAgainWithoutTheOther() throws Exception {
        RepriseServer server = serve(Mode.RECORD, upstream("first"), upstream("a"), upstream("b"));
        for (String prefix : List.of("/u/u1", "/u/u2", "/u/u1", "/u/u2")) {
            ask(server, prefix);
        }

        ask(serve(Mode.RECORD, upstream("first"), upstream("a"), upstream("new")), "/u/u2");

        assertThat(fixture.store().recordings())
                .extracting(
                        Recording::upstream,
                        recording -> recording.exchange().response().body().toString())
                .containsExactlyInAnyOrder(tuple("u1", "\"a0\""), tuple("u1", "\"a1\""), tuple("u2", "\"new0\""));
    }

    @Test
    void oneThatIsNamedFindsWhatWasRecordedWithoutAName() throws Exception {
        ask(serve(Mode.RECORD, upstream("first")), "");

        assertThat(ask(serve(Mode.REPLAY), "/u/u1")).isEqualTo("\"first0\"");
    }

    @Test
    void aTestFallsBackToTheRecordingsOfTheNamedUpstream() throws Exception {
        RepriseServer server = serve(Mode.RECORD, upstream("first"), upstream("a"), upstream("b"));
        ask(server, "/u/u1");
        ask(server, "/u/u2", "X-Reprise-Test", "t");

        RepriseServer replaying = serve(Mode.REPLAY);

        assertThat(ask(replaying, "/u/u1", "X-Reprise-Test", "t")).isEqualTo("\"a0\"");
        assertThat(ask(replaying, "/u/u2", "X-Reprise-Test", "t")).isEqualTo("\"b0\"");
    }
}
