package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Expired;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.OnExpired;
import io.reprise.core.store.Recording;
import io.reprise.server.recording.AgeSettings;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.upstream.Upstream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of requests whose recordings are older than they may be. */
class ExpiryTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 9, 1);
    private static final Instant MORNING = Instant.parse("2026-09-01T08:00:00Z");
    private static final MaxAge AGE = new MaxAge(30);
    private static final String[] TEST = {"X-Reprise-Test", "a"};

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @BeforeEach
    void beginInSeptember() {
        fixture.clock(MORNING);
    }

    private void settings(OnExpired action) {
        fixture.keeping(KeepSettings.DEFAULT.with(new AgeSettings(false, Optional.of(AGE), action)));
    }

    private RepriseServer serve(Mode mode, OnExpired action, TestUpstream... upstreams) {
        settings(action);
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    private void pass(int days) {
        fixture.clock(MORNING.plus(Duration.ofDays(days)));
    }

    private static Response answer(String words) {
        return ServerFixture.stream(
                20,
                "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + words
                        + "\"},\"finish_reason\":\"stop\"}]}",
                "[DONE]");
    }

    private void keep(TestId test, Optional<LocalDate> day, String... answers) {
        Request request = ServerFixture.request(ServerFixture.QUESTION);
        Question question = KeyRules.NONE.question(request, test);
        for (String words : answers) {
            fixture.store().append(question, "", new Exchange(request, answer(words)), day);
        }
    }

    private FakeUpstream upstream(String... answers) throws IOException {
        return fixture.upstream((call, asked, out) ->
                out.write(("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n" + "connection: close\r\n\r\n"
                                + answer(answers[Math.min(call, answers.length - 1)])
                                        .body())
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> ask(RepriseServer server, String... headers) throws Exception {
        return ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, headers));
    }

    private static String words(HttpResponse<String> answer) {
        return answer.body().replaceAll("(?s).*\"content\":\"([^\"]*)\".*", "$1");
    }

    private List<String> kept() {
        return fixture.store().recordings().stream().map(ExpiryTest::text).toList();
    }

    private static String text(Recording recording) {
        return (recording.test() + " " + recording.exchange().response().body())
                        .replaceAll("(?s) .*\"content\":\"([^\"]*)\".*", " $1")
                + recording.recordedOn().map(day -> " " + day).orElse("");
    }

    @Test
    void anExpiredRecordingAnswersWithAWarning() throws Exception {
        keep(TestId.NONE, Optional.of(FIRST), "old");
        String location = fixture.store()
                .find(KeyRules.NONE.question(ServerFixture.request(ServerFixture.QUESTION), TestId.NONE))
                .entries()
                .get(0)
                .location();
        pass(31);
        RepriseServer server = serve(Mode.REPLAY, OnExpired.WARN);

        HttpResponse<String> first = ask(server);
        ask(server);
        ask(server, TEST);
        server.close();

        assertThat(first.body()).isEqualTo(answer("old").body().toString());
        assertThat(server.ages().expired()).containsExactly(new Expired(location, FIRST, 31, AGE));
        assertThat(fixture.log().lines().filter(line -> line.startsWith("expired: ")))
                .containsExactly("expired: '" + location + "' was recorded on 2026-09-01, 31 days ago; max-age is 30d");
    }

    @Test
    void aRecordingOnItsLastDayIsNotExpired() throws Exception {
        keep(TestId.NONE, Optional.of(FIRST), "old");
        pass(30);
        RepriseServer server = serve(Mode.REPLAY, OnExpired.FAIL);

        assertThat(words(ask(server))).isEqualTo("old");

        assertThat(server.ages().expired()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(OnExpired.class)
    void aRecordingWithoutADayNeverExpires(OnExpired action) throws Exception {
        keep(TestId.NONE, Optional.empty(), "old");
        pass(4_000);
        FakeUpstream upstream = upstream("new");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, action, upstream);

        assertThat(words(ask(server))).isEqualTo("old");
        assertThat(words(ask(server))).isEqualTo("old");

        assertThat(server.ages().undated()).isEqualTo(1);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void withoutMaxAgeNothingIsLookedAt() throws Exception {
        keep(TestId.NONE, Optional.of(FIRST), "old");
        keep(new TestId("a"), Optional.empty(), "undated");
        pass(4_000);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        assertThat(words(ask(server))).isEqualTo("old");
        assertThat(words(ask(server, TEST))).isEqualTo("undated");

        assertThat(server.ages().expired()).isEmpty();
        assertThat(server.ages().undated()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REPLAY", "RECORD_IF_MISSING"})
    void anExpiredRecordingIsAMissWhereThatIsWanted(Mode mode) throws Exception {
        keep(TestId.NONE, Optional.of(FIRST), "old");
        pass(31);
        FakeUpstream upstream = upstream("new");
        RepriseServer server = serve(mode, OnExpired.FAIL, upstream);

        HttpResponse<String> missed = ask(server);

        assertThat(missed.statusCode()).isEqualTo(404);
        assertThat(missed.headers().firstValue("x-reprise-miss")).isPresent();
        assertThat(missed.body())
                .contains("was recorded on 2026-09-01, 31 days ago; max-age is 30d, and on-expired is fail")
                .contains("run the tests with");
        assertThat(ask(server).statusCode()).isEqualTo(404);
        assertThat(upstream.requests()).isEmpty();
        assertThat(kept()).containsExactly("- old 2026-09-01");
    }

    @Test
    void eachExpiredOccurrenceIsAskedForAtItsTurn() throws Exception {
        keep(new TestId("a"), Optional.of(FIRST), "one", "two");
        pass(31);
        FakeUpstream upstream = upstream("one", "other");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, OnExpired.RECORD, upstream);

        assertThat(words(ask(server, TEST))).isEqualTo("one");
        assertThat(words(ask(server, TEST))).isEqualTo("other");
        assertThat(words(ask(server, TEST))).as("the last repeats").isEqualTo("other");

        assertThat(upstream.requests()).hasSize(2);
        assertThat(kept()).containsExactly("a one 2026-10-02", "a other 2026-10-02");
        assertThat(server.ages().expired()).as("nothing expired was replayed").isEmpty();
    }

    @Test
    void aNextRunFindsWhatWasMadeAgain() throws Exception {
        keep(TestId.NONE, Optional.of(FIRST), "one");
        pass(31);
        FakeUpstream upstream = upstream("one");
        RepriseServer first = serve(Mode.RECORD_IF_MISSING, OnExpired.RECORD, upstream);
        ask(first);
        first.close();

        RepriseServer next = serve(Mode.REPLAY, OnExpired.FAIL);

        assertThat(words(ask(next))).isEqualTo("one");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void whatHasNoTestIsMadeAgainForAll() throws Exception {
        keep(TestId.NONE, Optional.of(FIRST), "one", "two");
        pass(31);
        FakeUpstream upstream = upstream("uno", "due");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, OnExpired.RECORD, upstream);

        assertThat(words(ask(server, TEST))).isEqualTo("uno");
        assertThat(words(ask(server, TEST))).isEqualTo("due");
        assertThat(words(ask(server, "X-Reprise-Test", "b"))).isEqualTo("uno");

        assertThat(upstream.requests()).hasSize(2);
        assertThat(kept()).containsExactly("- uno 2026-10-02", "- due 2026-10-02");
    }

    @Test
    void whereNobodyCanBeAskedTheRecordingAnswers() throws Exception {
        keep(TestId.NONE, Optional.of(FIRST), "old");
        pass(31);
        RepriseServer alone = serve(Mode.RECORD_IF_MISSING, OnExpired.RECORD);
        RepriseServer replaying = serve(Mode.REPLAY, OnExpired.RECORD, upstream("new"));

        assertThat(words(ask(alone))).isEqualTo("old");
        assertThat(words(ask(replaying))).isEqualTo("old");

        assertThat(alone.ages().expired()).hasSize(1);
        assertThat(replaying.ages().expired()).hasSize(1);
    }

    @Test
    void anUpstreamThatFailsLeavesTheRecording() throws Exception {
        keep(TestId.NONE, Optional.of(FIRST), "old");
        pass(31);
        FakeUpstream upstream = fixture.upstream((call, asked, out) -> out.write(
                "HTTP/1.1 503 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, OnExpired.RECORD, upstream);

        assertThat(ask(server).statusCode()).isEqualTo(503);

        assertThat(kept()).containsExactly("- old 2026-09-01");
        assertThat(words(ask(server, "X-Reprise-Mode", "replay"))).isEqualTo("old");
    }

    @Test
    void whatIsRecordedSaysItsDay() throws Exception {
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, OnExpired.WARN, upstream("new"));

        ask(server);

        assertThat(kept()).containsExactly("- new 2026-09-01");
    }

    @Test
    void anExpiredListOfModelsIsNotLeftOutOfAUnion() throws Exception {
        Request request = new Request("GET", "/v1/models", "", Headers.NONE, Bytes.EMPTY);
        Question question = KeyRules.NONE.question(request, TestId.NONE);
        for (String name : new String[] {"one", "two"}) {
            Response list = Response.whole(
                    200, "application/json", Bytes.utf8("{\"object\":\"list\",\"data\":[{\"id\":\"" + name + "\"}]}"));
            Optional<LocalDate> day = Optional.of(name.equals("one") ? FIRST : FIRST.plusDays(20));
            fixture.store().append(question, name, new Exchange(request, list), day);
        }
        pass(31);
        settings(OnExpired.FAIL);
        RepriseServer server = fixture.serve(Mode.REPLAY, List.<Upstream>of());

        HttpResponse<String> answer = ServerFixture.ask(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/v1/models"))
                        .build());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("was recorded on 2026-09-01, 31 days ago");
    }
}
