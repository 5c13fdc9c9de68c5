package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Recording;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests to URLs that an earlier answer told in a header, recorded on two days and replayed. */
@Timeout(60)
class RerecordedUploadsTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    /** Tells where the bytes go, and answers them with an operation to be asked for. All ids are of that day. */
    private FakeUpstream uploads(String day, UnaryOperator<String> there) throws IOException {
        return fixture.upstream((call, request, out) -> {
            String host = request.replaceFirst("(?is).*\r\nhost: ([^\r]*)\r\n.*", "$1");
            String line = request.substring(0, request.indexOf(" HTTP/1.1"));
            String next = line.endsWith("/start")
                    ? "x-goog-upload-url: http://" + host + there.apply("/upload/v1/files?upload_id=up-" + day)
                    : line.contains("/upload/")
                            ? "Operation-Location: http://" + host + "/v1/operations/op_" + day + "?api-version=1"
                            : "x: y";
            boolean isKnown = line.endsWith("/start") || line.contains(day);
            String body = line.contains("/operations/") ? "{\"status\":\"done\"}" : "";
            out.write(("HTTP/1.1 " + (isKnown ? "200 OK" : "404 Gone") + "\r\ncontent-type: application/json\r\n" + next
                            + "\r\ncontent-length: " + body.length() + "\r\nconnection: close\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
        });
    }

    /** What a client sees. */
    private static List<String> upload(RepriseServer server, String prefix) throws Exception {
        List<String> seen = new ArrayList<>();
        HttpResponse<String> started = ask("POST", ServerFixture.url(server).resolve(prefix + "/v1/start"), "");
        String uploadUrl = started.headers().firstValue("x-goog-upload-url").orElseThrow();
        HttpResponse<String> uploaded = ask("PUT", URI.create(uploadUrl), "bytes");
        String operation = uploaded.headers().firstValue("operation-location").orElse("none");
        seen.add(started.statusCode() + " " + uploaded.statusCode());
        if (!operation.equals("none")) {
            seen.add(ask("GET", URI.create(operation), "").body());
        }
        return seen;
    }

    private static HttpResponse<String> ask(String method, URI url, String body) throws Exception {
        HttpRequest.BodyPublisher content =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url).method(method, content).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private RepriseServer serve(Mode mode, FakeUpstream... upstreams) {
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    @Test
    void recordingAgainChangesNothing() throws Exception {
        List<String> expected = List.of("200 200", "{\"status\":\"done\"}");
        assertThat(upload(serve(Mode.RECORD, uploads("monday1", there -> there)), "/t/a"))
                .isEqualTo(expected);
        List<Recording> before = fixture.store().recordings();

        assertThat(upload(serve(Mode.RECORD, uploads("tuesday2", there -> there)), "/t/a"))
                .isEqualTo(expected);

        assertThat(fixture.store().recordings()).isEqualTo(before).hasSize(3);
        assertThat(upload(serve(Mode.REPLAY), "/t/a")).isEqualTo(expected);
    }

    @Test
    void aQuestionThatIsNewIsKeptWithTheRecordedIds() throws Exception {
        FakeUpstream monday = uploads("monday1", there -> there);
        ask("POST", ServerFixture.url(serve(Mode.RECORD, monday)).resolve("/v1/start"), "");

        upload(serve(Mode.RECORD, uploads("tuesday2", there -> there)), "");

        assertThat(upload(serve(Mode.REPLAY), "")).isEqualTo(List.of("200 200", "{\"status\":\"done\"}"));
        assertThat(fixture.store().recordings())
                .extracting(recording -> recording.exchange().request().query())
                .contains("upload_id=up-monday1");
    }

    @ParameterizedTest
    @CsvSource({"/upload/v1/files?upload_id=, /upload/v2/files?upload_id=", "files?upload_id, files?part=2&upload_id"})
    void aLinkThatLeadsElsewhereIsRecorded(String replaced, String by) throws Exception {
        upload(serve(Mode.RECORD, uploads("monday1", there -> there)), "");

        upload(serve(Mode.RECORD, uploads("tuesday2", there -> there.replace(replaced, by))), "");

        assertThat(fixture.store().recordings())
                .filteredOn(recording -> recording.exchange().request().path().equals("/v1/start")
                        && recording.test().equals(TestId.NONE))
                .extracting(recording -> recording
                        .exchange()
                        .response()
                        .headers()
                        .first("x-goog-upload-url")
                        .orElse(""))
                .singleElement()
                .asString()
                .contains(by);
        assertThat(upload(serve(Mode.REPLAY), "")).isEqualTo(List.of("200 200", "{\"status\":\"done\"}"));
    }
}
