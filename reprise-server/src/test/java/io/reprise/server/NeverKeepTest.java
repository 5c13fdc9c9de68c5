package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.plan.Mode;
import io.reprise.core.plan.NeverKeep;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules for what is never recorded, whatever the mode. */
class NeverKeepTest {
    private static final String RULES = "path=/v1/files/*; model=*-preview,method=POST; test=scratch/*; family=models";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private FakeUpstream upstream() throws IOException {
        return fixture.upstream((call, request, out) -> {
            String body = "{\"call\":" + call + "}";
            out.write(("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
                            + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
        });
    }

    private RepriseServer serve(Mode mode, FakeUpstream... upstreams) {
        fixture.keeping(KeepSettings.DEFAULT.with(NeverKeep.parse(RULES)));
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    /** @param body empty for a GET */
    private static HttpResponse<String> ask(RepriseServer server, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + path));
        if (!body.isEmpty()) {
            request.header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return ServerFixture.ask(request.build());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/files/f/content, ''",
        "/v1/chat/completions, '{\"model\":\"gpt-preview\"}'",
        "/t/scratch%2Fa/v1/things, '{\"a\":1}'",
        "/v1/models, ''",
    })
    void whatARuleCoversIsAskedEachTimeAndNeverKept(String path, String body) throws Exception {
        for (Mode mode : new Mode[] {Mode.RECORD_IF_MISSING, Mode.RECORD, Mode.LIVE}) {
            FakeUpstream upstream = upstream();
            RepriseServer server = serve(mode, upstream);

            for (int call = 0; call < 3; call++) {
                assertThat(ask(server, path, body).body()).isEqualTo("{\"call\":" + call + "}");
            }

            assertThat(upstream.requests()).hasSize(3);
        }
        assertThat(fixture.store().recordings()).isEmpty();
        await().untilAsserted(() -> assertThat(fixture.log())
                .containsPattern("forwarded .* status=200 .*\\(not kept: rule never-keep '[a-z]*=.*'\\)"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/file, ''",
        "/v1/chat/completions, '{\"model\":\"gpt\"}'",
        "/t/other/v1/things, '{\"a\":1}'",
    })
    void whatNoRuleCoversIsKept(String path, String body) throws Exception {
        ask(serve(Mode.RECORD_IF_MISSING, upstream()), path, body);

        assertThat(fixture.store().recordings()).hasSize(1);
    }

    @Test
    void aReplayExplainsThatARulePreventsIt() throws Exception {
        HttpResponse<String> miss = ask(serve(Mode.REPLAY), "/v1/files/f", "");

        assertThat(miss.statusCode()).isEqualTo(404);
        assertThat(miss.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(miss.body())
                .contains("the rule 'path=/v1/files/*' of never-keep excludes this request from recording");
        assertThat(ask(serve(Mode.REPLAY), "/__reprise/health", "").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REPLAY", "RECORD_IF_MISSING", "RECORD"})
    void aRecordingFromBeforeTheRuleIsNotUsedAndStays(Mode mode) throws Exception {
        ask(fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream()), "/v1/files/f", "");
        FakeUpstream later = upstream();

        HttpResponse<String> answer = ask(serve(mode, later), "/v1/files/f", "");

        assertThat(fixture.store().recordings()).hasSize(1);
        assertThat(later.requests()).hasSize(mode == Mode.REPLAY ? 0 : 1);
        if (mode == Mode.REPLAY) {
            await().untilAsserted(
                            () -> assertThat(ask(serve(mode), "/v1/files/f", "").body())
                                    .contains("was made without this rule, and is not used"));
        } else {
            assertThat(answer.body()).isEqualTo("{\"call\":0}");
        }
    }

    @Test
    void aUnionOfModelListsIsNotKeptEither() throws Exception {
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream(), upstream());

        assertThat(ask(server, "/v1/models", "").statusCode()).isEqualTo(200);

        assertThat(fixture.store().recordings()).isEmpty();
        await().untilAsserted(() -> assertThat(fixture.log()).contains("(not kept: rule never-keep 'family=models')"));
    }
}
