package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangedRulesTest {
    private static final KeyRules RULES =
            KeyRules.of(List.of(KeyRule.parse("leave out $.request_id"), KeyRule.parse("leave out $..timestamp")));

    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 14\r\n\r\n{\"choices\":[]}";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory = Path.of("");

    private FakeUpstream upstream;

    @BeforeEach
    void openUpstream() throws IOException {
        upstream = fixture.upstream((call, request, out) -> out.write(ANSWER.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> ask(Mode mode, KeyRules rules, String id) throws IOException, InterruptedException {
        String body = "{\"model\":\"m\",\"messages\":[],\"request_id\":\"" + id + "\"}";
        try (Store store = new DirectoryStore(directory, rules);
                RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, store, rules, upstream)) {
            return ServerFixture.ask(ServerFixture.chat(server, body, "X-Reprise-Test", "a/b"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REPLAY", "RECORD_IF_MISSING"})
    void whatWasRecordedBeforeARuleWasAddedIsFoundByIt(Mode mode) throws Exception {
        ask(Mode.RECORD, KeyRules.NONE, "1");

        assertThat(ask(mode, RULES, "2").statusCode()).isEqualTo(200);

        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void whatWasRecordedUnderARuleIsFoundWithoutIt() throws Exception {
        ask(Mode.RECORD, RULES, "1");

        assertThat(ask(Mode.REPLAY, KeyRules.NONE, "1").statusCode()).isEqualTo(200);
        assertThat(ask(Mode.REPLAY, KeyRules.NONE, "2").statusCode()).isEqualTo(404);
    }
}
