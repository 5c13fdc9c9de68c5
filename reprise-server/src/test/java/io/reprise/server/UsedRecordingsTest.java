package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.server.outcome.UsedRecordings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which recordings a server has used, in the same words as {@code serve --fail-on unused} and {@code prune} count them. */
class UsedRecordingsTest {
    private static final String OTHER = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"bye\"}]}";
    private static final String ANSWER = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String[] TEST_A = {"x-reprise-test", "a"};

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer replaying() {
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    private static void ask(RepriseServer server, String body, String... headers)
            throws IOException, InterruptedException {
        ServerFixture.ask(ServerFixture.chat(server, body, headers));
    }

    private static UsedRecordings.TestRun run(RepriseServer server, TestId test) {
        return Objects.requireNonNull(server.used().runs().get(test));
    }

    private void keep(String body) {
        fixture.keep(body, 1, ServerFixture.stream(20, ANSWER));
    }

    private List<TestId> unused(UsedRecordings used) {
        List<TestId> tests = new ArrayList<>();
        fixture.store().forEach(entry -> noteUnused(entry, used, tests), broken -> {});
        return tests;
    }

    private static void noteUnused(Store.Entry entry, UsedRecordings used, List<TestId> tests) {
        if (used.isUnused(entry.recording().test(), entry.location())) {
            tests.add(entry.recording().test());
        }
    }

    @Test
    void aRecordingThatNoRequestAskedForIsUnused() throws Exception {
        keep(ServerFixture.QUESTION);
        keep(OTHER);
        RepriseServer server = replaying();

        ask(server, OTHER);
        server.close();

        assertThat(unused(server.used())).hasSize(1);
        assertThat(server.used().tests()).containsExactly(TestId.NONE);
    }

    @Test
    void aTestThatDidNotRunHasNoUnusedRecordings() throws Exception {
        keep(ServerFixture.QUESTION);
        keep(OTHER);
        RepriseServer server = replaying();

        ask(server, OTHER, TEST_A);
        server.close();

        assertThat(unused(server.used())).isEmpty();
        assertThat(server.used().tests()).containsExactly(new TestId("a"));
    }

    @Test
    void whatWasRecordedIsUsed() throws Exception {
        FakeUpstream upstream = fixture.closing(
                FakeUpstream.answering(
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        ask(server, OTHER, TEST_A);
        server.close();

        assertThat(unused(server.used())).isEmpty();
        assertThat(run(server, new TestId("a")).used()).hasSize(1);
    }

    @Test
    void aRunWithAMissIsNotWhole() throws Exception {
        keep(OTHER);
        RepriseServer server = replaying();

        ask(server, OTHER);
        ask(server, OTHER, TEST_A);
        ask(server, ServerFixture.QUESTION, TEST_A);
        server.close();

        assertThat(run(server, TestId.NONE).isWhole()).isTrue();
        assertThat(run(server, new TestId("a")).isWhole()).isFalse();
    }

    @Test
    void theNextRunOfATestForgetsTheOneBefore() throws Exception {
        keep(ServerFixture.QUESTION);
        keep(OTHER);
        RepriseServer server = replaying();

        ask(server, OTHER);
        server.used().startOver(TestId.NONE);
        ask(server, ServerFixture.QUESTION);
        server.close();

        assertThat(run(server, TestId.NONE).used()).hasSize(1);
        assertThat(unused(server.used())).hasSize(1);
    }

    @Test
    void aRunThatIsOverCountsUntilTheNextBegins() throws Exception {
        keep(OTHER);
        RepriseServer server = replaying();

        ask(server, OTHER);
        server.used().startOver();
        server.close();

        assertThat(server.used().tests()).containsExactly(TestId.NONE);
        assertThat(unused(server.used())).isEmpty();
    }

    @Test
    void modelListsMakeNoTestRun() throws Exception {
        keep(OTHER);
        RepriseServer server = replaying();

        ServerFixture.ask(HttpRequest.newBuilder(ServerFixture.url(server).resolve("/v1/models"))
                .build());
        server.close();

        assertThat(server.used().tests()).isEmpty();
    }
}
