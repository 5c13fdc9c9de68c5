package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultyForwardTest {
    private static final String HEADER = "X-Reprise-Fault";
    private static final String BODY = "data: {}\n\ndata: [DONE]\n\n";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private FakeUpstream upstream;

    @BeforeEach
    void openUpstream() throws IOException {
        upstream = fixture.upstream((call, request, out) ->
                out.write(("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n" + BODY)
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private RepriseServer serve(Mode mode, String... rules) {
        ReplaySettings settings = new ReplaySettings(
                Repeat.LAST,
                Pace.INSTANT,
                List.of(),
                List.of(rules).stream().map(FaultRule::parse).toList());
        return fixture.serve(mode, settings, upstream);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD", "RECORD_IF_MISSING"})
    void aRefusalAsksNobodyAndTheRetryIsRecordedAsTheFirst(Mode mode) throws Exception {
        RepriseServer server = serve(mode);
        String[] fault = {HEADER, "status=429,retry-after=1; first=1"};
        String[] retried = {HEADER, "status=429,retry-after=1; first=1", "x-stainless-retry-count", "1"};

        HttpResponse<String> struck = ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, fault));
        assertThat(struck.statusCode()).isEqualTo(429);
        assertThat(upstream.requests()).isEmpty();
        HttpResponse<String> answer = ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, retried));

        assertThat(answer.body()).isEqualTo(BODY);
        assertThat(upstream.requests()).hasSize(1).allMatch(request -> !request.contains("eprise"));
        assertThat(fixture.store().recordings())
                .hasSize(mode == Mode.LIVE ? 0 : 1)
                .allMatch(recording -> recording.occurrence() == 1);
    }

    @ParameterizedTest
    @CsvSource({"cut, CLOSED", "reset, RESET", "'cut; delay=20ms', CLOSED"})
    void theConnectionMayBreakAtTheStart(String fault, RawAnswer.Ending ending) throws Exception {
        assertThat(RawAnswer.of(serve(Mode.RECORD), ServerFixture.QUESTION, HEADER, fault))
                .isEqualTo(new RawAnswer("", List.of(), ending));
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aDelayPutsOffTheAsking() throws Exception {
        RepriseServer server = serve(Mode.RECORD, "delay=60ms; model=m");
        long start = System.nanoTime();

        HttpResponse<String> answer =
                ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, HEADER, "slow-headers=60ms"));

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(120_000_000);
        assertThat(answer.body()).isEqualTo(BODY);
        assertThat(answer.headers().firstValue("x-reprise-fault")).hasValue("slow-headers=60ms; delay=60ms");
        server.close();
        assertThat(fixture.log())
                .startsWith("recorded POST /v1/chat/completions model=m key=")
                .contains("fault=\"slow-headers=60ms; delay=60ms\"");
        assertThat(fixture.store().recordings())
                .singleElement()
                .matches(recording -> recording
                        .exchange()
                        .response()
                        .headers()
                        .first("x-reprise-fault")
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut,after=3", "recut=1", "malformed", "delay=1s; no-done"})
    void whatNeedsTheWholeAnswerIsRefusedBeforeAnyoneIsAsked(String fault) throws Exception {
        HttpResponse<String> answer = ServerFixture.ask(
                ServerFixture.chat(serve(Mode.RECORD_IF_MISSING), ServerFixture.QUESTION, HEADER, fault));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("applies to recorded answers only").contains("record it first");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aRuleThatCannotApplyLeavesTheAnswerWhole() throws Exception {
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, "cut,after=1; first=2");

        assertThat(RawAnswer.of(server, ServerFixture.QUESTION).body()).isEqualTo(BODY);
        assertThat(RawAnswer.of(server, ServerFixture.QUESTION).ending()).isEqualTo(RawAnswer.Ending.CLOSED);
        server.close();
        assertThat(fixture.log()).contains("the fault 'cut,after=1' applies to recorded answers only");
    }
}
