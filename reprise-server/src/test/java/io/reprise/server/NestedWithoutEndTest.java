package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON that is nested 20,000 levels deep, closed or not, is answered in a sentence at each entrance, and harms no other request. */
class NestedWithoutEndTest {
    private static final int DEPTH = 20_000;
    private static final int LONGEST_ANSWER = 4_000;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST | /v1/chat/completions          | BODY               | [            |          | 404
            POST | /v1/chat/completions          | BODY               | [            | ]        | 404
            POST | /v1/messages                  | BODY               | {"a":        | }        | 404
            POST | /v1/responses                 | BODY               | {"input":[   | ]}       | 404
            POST | /v1beta/models/g:generateContent | BODY            | {"contents": | }        | 404
            POST | /mcp                          | BODY               | [{"a":       | }]       | 404
            POST | /v1/chat/completions          | X-LlamaStack-Provider-Data | [    |          | 404
            POST | /v1/chat/completions          | X-OGX-Provider-Data        | [    | ]        | 404
            POST | /v1/chat/completions          | X-Reprise-Fault    | [            |          | 400
            POST | /v1/chat/completions          | X-Reprise-Pace     | [            |          | 400
            POST | /v1/chat/completions          | X-Reprise-Mode     | [            |          | 400
            POST | /__reprise/faults             | BODY               | [            |          | 400
            POST | /__reprise/faults             | BODY               | [            | ]        | 400
            PUT  | /__reprise/pace               | BODY               | {"rules":[   | ]}       | 400
            PUT  | /__reprise/pace               | BODY               | (            |          | 400
            """)
    void isAnsweredInASentence(String method, String path, String place, String open, String close, int status)
            throws Exception {
        fixture.keepStream("{}", "[DONE]");
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        String nested = open.repeat(DEPTH) + (close == null ? "" : close.repeat(DEPTH));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        ServerFixture.url(server).resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json");
        boolean isBody = place.equals("BODY");

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        (isBody ? request : request.header(place, nested))
                                .method(method, HttpRequest.BodyPublishers.ofString(isBody ? nested : "{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isNotBlank().hasSizeLessThan(LONGEST_ANSWER);
        assertThat(ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION))
                        .statusCode())
                .isEqualTo(200);
        assertThat(fixture.log()).hasSizeLessThan(2 * LONGEST_ANSWER);
    }
}
