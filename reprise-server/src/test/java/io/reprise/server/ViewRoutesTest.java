package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The routes that show one recording. */
@Slow
class ViewRoutesTest {
    private static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer serve() {
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    private static HttpResponse<byte[]> call(RepriseServer server, String path) throws Exception {
        return java.net.http.HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/" + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Json get(RepriseServer server, String path) throws Exception {
        HttpResponse<byte[]> answer = call(server, path);
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return Json.parse(text(answer));
    }

    private static String location(RepriseServer server) throws Exception {
        Json listed = get(server, "recordings").list("recordings").get(0);
        return "location=" + URLEncoder.encode(listed.text("location"), StandardCharsets.UTF_8);
    }

    @Test
    void showARecordingInSmallPieces() throws Exception {
        fixture.keep(
                ServerFixture.QUESTION,
                1,
                ServerFixture.stream(
                        7,
                        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}",
                        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}",
                        "[DONE]"));
        RepriseServer server = serve();
        String location = location(server);

        Json shown = get(server, "recordings/show?" + location);
        assertThat(shown.text("response", "ending")).isEqualTo("complete");
        assertThat(shown.at("timing", "first_chunk_ms")).contains(new Json.JsonNumber("7"));
        Json messages = get(server, "recordings/messages?from=1&limit=1&" + location);
        assertThat(messages.list("messages").get(0).text("role")).isEqualTo("other");
        Json answer = get(server, "recordings/messages?from=2&" + location);
        assertThat(answer.list("messages").get(0).list("parts").get(0).text("text"))
                .isEqualTo("Hello");
        assertThat(get(server, "recordings/part?part=2&offset=1&length=3&" + location)
                        .text("text"))
                .isEqualTo("ell");
        assertThat(get(server, "recordings/chunks?" + location).list("chunks")).hasSize(3);
        assertThat(get(server, "recordings/copy?as=markdown&" + location).text("text"))
                .isEqualTo("### user\n\nhi\n\n### assistant\n\nHello");
        assertThat(get(server, "recordings/copy?as=curl&" + location).text("text"))
                .contains("--header \"authorization: Bearer $OPENAI_API_KEY\"");
        HttpResponse<byte[]> body = call(server, "recordings/body?side=request&" + location);
        assertThat(text(body)).isEqualTo(ServerFixture.QUESTION);
        assertThat(body.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(body.headers().firstValue("content-security-policy")).hasValue("sandbox; default-src 'none'");
        assertThat(body.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }

    @Test
    void giveTheBytesOfAPictureWithTheTypeThatTheyHave() throws Exception {
        String page = "<html><script>alert(1)</script></html>";
        fixture.keep(
                "{\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:text/html;base64," + PICTURE + "\"}},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                        + java.util.Base64.getEncoder().encodeToString(page.getBytes(StandardCharsets.UTF_8))
                        + "\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/x.png\"}}]}]}",
                1,
                ServerFixture.stream(1, "[DONE]"));
        RepriseServer server = serve();
        String location = location(server);

        HttpResponse<byte[]> picture = call(server, "recordings/media?part=0&" + location);
        HttpResponse<byte[]> script = call(server, "recordings/media?part=1&" + location);

        assertThat(picture.headers().firstValue("content-type")).hasValue("image/png");
        assertThat(script.headers().firstValue("content-type")).hasValue("application/octet-stream");
        assertThat(script.headers().firstValue("content-disposition")).hasValue("attachment");
        assertThat(call(server, "recordings/media?part=2&" + location).statusCode())
                .isEqualTo(404);
        assertThat(call(server, "recordings/media?part=99&" + location).statusCode())
                .isEqualTo(404);
    }

    @Test
    void maskCredentialsBeforeTheyCutATextAndInBodies() throws Exception {
        String key = "sk-proj-" + "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z".repeat(2);
        String text = "x ".repeat(3_990) + key + " one two three four five six seven eight nine";
        fixture.keep(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}",
                1,
                new Response(
                        200,
                        Headers.of("content-type", "text/html"),
                        io.reprise.core.exchange.StreamFormat.WHOLE,
                        java.util.List.of(new io.reprise.core.exchange.Chunk(0, Bytes.utf8("<b>" + key + "</b>"))),
                        io.reprise.core.exchange.Ending.COMPLETE));
        RepriseServer server = serve();
        String location = location(server);

        for (String path : java.util.List.of(
                "show?",
                "messages?",
                "part?part=0&offset=7970&length=100&",
                "chunks?",
                "copy?as=curl&",
                "copy?as=prompt&",
                "body?side=request&",
                "body?side=answer&")) {
            String answer = text(call(server, "recordings/" + path + location));
            assertThat(answer).as(path).doesNotContain("sk-proj").doesNotContain("aB3dE5");
        }
        assertThat(call(server, "recordings/body?" + location).headers().firstValue("content-type"))
                .hasValue("text/plain; charset=utf-8");
    }

    @Test
    void compareTwoRecordings() throws Exception {
        fixture.keep(
                ServerFixture.QUESTION,
                1,
                ServerFixture.stream(1, "{\"choices\":[{\"delta\":{\"content\":\"sun\"}}]}"));
        fixture.keep(
                ServerFixture.QUESTION,
                2,
                ServerFixture.stream(1, "{\"choices\":[{\"delta\":{\"content\":\"rain\"}}]}"));
        RepriseServer server = serve();
        java.util.List<String> locations = get(server, "recordings").list("recordings").stream()
                .map(listed -> URLEncoder.encode(listed.text("location"), StandardCharsets.UTF_8))
                .sorted()
                .toList();

        Json difference = get(server, "diff?a=" + locations.get(0) + "&b=" + locations.get(1));

        assertThat(difference.text("verdict")).isEqualTo("1 word differs");
        assertThat(difference.list("words").get(0).list("pieces").stream()
                        .map(piece -> piece.text("what") + " " + piece.text("text")))
                .containsExactly("deleted sun", "inserted rain");
        assertThat(text(call(server, "diff?a=x&b=" + locations.get(1)))).contains("there is no recording 'x'");
    }

    @Test
    void sayWhatIsWrong() throws Exception {
        fixture.keepStream("[DONE]");
        RepriseServer server = serve();

        assertThat(text(call(server, "recordings/show"))).contains("the parameter 'location' is missing");
        HttpResponse<byte[]> none = call(server, "recordings/show?location=..%2F..%2Fetc%2Fpasswd");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(text(none))
                .contains("there is no recording '../../etc/passwd'; 'GET /__reprise/recordings' lists the locations");
        assertThat(text(call(server, "recordings/copy?as=tape&" + location(server))))
                .contains(
                        "the parameter 'as' must be one of curl, powershell, command, test, markdown, prompt, not 'tape'");
        assertThat(text(call(server, "recordings/messages?from=-1&" + location(server))))
                .contains("the parameter 'from' must be a whole number, 0 or more, not '-1'");
    }
}
