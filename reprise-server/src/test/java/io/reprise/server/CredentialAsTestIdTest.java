package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A test id that is a credential of the client: the request ends with a refusal, and nothing else happens to it. */
@Slow
class CredentialAsTestIdTest {
    private static final String KEY = "own-Qz7pLk2mXv9TnB4cRw6y";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @Test
    void isRefusedEachTimeAndNeverSentOn() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) ->
                out.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
                        .getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = ServerFixture.ask(ServerFixture.chat(
                    server, ServerFixture.QUESTION, "authorization", "Bearer " + KEY, "x-reprise-test", KEY));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("name the test by other words").doesNotContain(KEY);
        }
        server.close();

        assertThat(upstream.requests()).isEmpty();
        assertThat(fixture.store().recordings()).isEmpty();
        assertThat(server.failedRecordings()).isZero();
    }
}
