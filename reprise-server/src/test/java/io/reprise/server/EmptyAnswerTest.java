package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that end with their head. */
@Timeout(60)
class EmptyAnswerTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @ParameterizedTest
    @CsvSource({"GET, 202, content-length: 0", "POST, 204, x: y", "HEAD, 200, content-length: 5"})
    void aClientThatHasSeenTheEndFindsTheAnswerRecorded(String method, int status, String header) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) ->
                out.write(("HTTP/1.1 " + status + " x\r\n" + header + "\r\nconnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII)));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        int answered = 0;
        for (HttpClient.Version version : HttpClient.Version.values()) {
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> answer = ServerFixture.ask(
                        version,
                        HttpRequest.newBuilder(ServerFixture.url(server).resolve("/v1/" + version + i))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build());

                assertThat(answer.statusCode()).isEqualTo(status);
                assertThat(fixture.store().recordings()).hasSize(++answered);
            }
        }
    }
}
