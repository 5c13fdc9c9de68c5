package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.reprise.core.Slow;
import io.reprise.core.content.Coded;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed answers and requests, on their way and in the store. */
@Timeout(60)
@Slow
class ContentCodingTest {
    private static final String EVENTS = "data: {\"a\":1}\n\ndata: {\"a\":2}\n\ndata: [DONE]\n\n";

    /** {@link #EVENTS} as Node 20 codes them, with a flush after each. */
    private static final byte[] EVENTS_BR =
            Base64.getDecoder().decode("CweAZGF0YTogeyJhIjoxfQoKcACAX1JBpq9EASYEWGMAaACAX1JhqysJUESTUEk5+DEAAw==");

    private static final String SECRET = "sk-" + "proj-" + "Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd", "br"})
    void keepsCodedAnswersDecodedAndPassesThemThroughUntouched(String coding) throws Exception {
        byte[] coded = coding.equals("br") ? EVENTS_BR : coded(coding, EVENTS.getBytes(StandardCharsets.UTF_8));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, answering(coding, coded));

        HttpResponse<byte[]> recorded = ask(server, ServerFixture.QUESTION.getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> replayed = ask(server, ServerFixture.QUESTION.getBytes(StandardCharsets.UTF_8));

        assertThat(recorded.body()).isEqualTo(coded);
        assertThat(recorded.headers().firstValue("content-encoding")).contains(coding);
        assertThat(replayed.body()).asString(StandardCharsets.UTF_8).isEqualTo(EVENTS);
        assertThat(replayed.headers().firstValue("content-encoding")).isEmpty();
        assertThat(fixture.store().recordings().get(0).exchange().response().chunks())
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void findsCredentialsInCodedAnswers(String coding) throws Exception {
        byte[] coded =
                coded(coding, ("data: {\"a\":\"" + SECRET + "\"}\n\n" + EVENTS).getBytes(StandardCharsets.UTF_8));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, answering(coding, coded));

        assertThat(ask(server, ServerFixture.QUESTION.getBytes(StandardCharsets.UTF_8))
                        .body())
                .isEqualTo(coded);

        assertThat(fixture.store().recordings()).isEmpty();
        assertThat(server.failedRecordings()).isOne();
        assertThat(logOf(server)).contains("NOT KEPT: it seems to contain a credential");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd", "gzip, gzip"})
    void passesOnAndRefusesToKeepWhatIsMadeToFillTheMemory(String coding) throws Exception {
        byte[] zeros = new byte[16 << 20];
        byte[] once = coded(coding.replaceAll(",.*", ""), zeros);
        byte[] bomb = coding.contains(",") ? coded("gzip", once) : once;

        assertIsLost(coding, bomb, "its body cannot be decoded: its decoded form is");
    }

    @Test
    void passesOnAndRefusesToKeepWhatCannotBeDecoded() throws Exception {
        assertIsLost("gzip", "plain".getBytes(StandardCharsets.UTF_8), "its body cannot be decoded: it is not gzip");
    }

    @Test
    void passesOnAndRefusesToKeepAnUnknownCoding() throws Exception {
        assertIsLost("compress", EVENTS.getBytes(StandardCharsets.UTF_8), "'compress' is not known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void doesNotTakeACodedAnswerForWholeThatIsNot(String coding) throws Exception {
        byte[] coded = coded(coding, "data: {\"a\":1}\n\n".repeat(1_000).getBytes(StandardCharsets.UTF_8));

        assertIsLost(coding, Arrays.copyOf(coded, coded.length - 1), "its content coding is incomplete");
    }

    @Test
    void keepsAStreamThatHasItsEndMarkThoughItsCodingLacksItsEnd() throws Exception {
        ByteArrayOutputStream flushed = new ByteArrayOutputStream();
        GZIPOutputStream gzip = new GZIPOutputStream(flushed, true);
        gzip.write(EVENTS.getBytes(StandardCharsets.UTF_8));
        gzip.flush();
        RepriseServer server =
                fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, answering("gzip", flushed.toByteArray()));

        ask(server, ServerFixture.QUESTION.getBytes(StandardCharsets.UTF_8));

        assertThat(server.failedRecordings()).isZero();
        assertThat(fixture.store().recordings().get(0).exchange().response().body())
                .isEqualTo(Bytes.utf8(EVENTS));
    }

    @Test
    void doesNotComplainOfAnAnswerThatIsNeverKept() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> write(
                out, "HTTP/1.1 500 Oops\r\ncontent-encoding: gzip\r\n", "plain".getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        assertThat(ask(server, ServerFixture.QUESTION.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(500);

        assertThat(server.failedRecordings()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "X-GZIP", "deflate", "zstd", "Br", "gzip, br", "identity, zstd , Gzip"})
    void comparesAndKeepsCodedRequestsDecodedAndPassesThemOnAsTheyCame(String coding) throws Exception {
        FakeUpstream upstream = answering("identity", EVENTS.getBytes(StandardCharsets.UTF_8));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        byte[] question = ServerFixture.QUESTION.getBytes(StandardCharsets.UTF_8);
        byte[] coded = question;
        for (String one : coding.toLowerCase(Locale.ROOT).split(",", -1)) {
            coded = coded(one.strip(), coded);
        }

        HttpResponse<byte[]> recorded = ask(server, coded, "content-encoding", coding);
        HttpResponse<byte[]> again = ask(server, coded, "content-encoding", coding);
        HttpResponse<byte[]> plain = ask(server, question);

        assertThat(recorded.body()).isEqualTo(again.body()).isEqualTo(plain.body());
        assertThat(upstream.requests()).hasSize(1);
        assertThat(upstream.requests().get(0))
                .containsIgnoringCase("content-encoding: " + coding)
                .endsWith(new String(coded, StandardCharsets.UTF_8));
        Request kept = fixture.store().recordings().get(0).exchange().request();
        assertThat(kept.body()).isEqualTo(Bytes.utf8(ServerFixture.QUESTION));
        assertThat(kept.headers().first("content-encoding")).isEmpty();
        assertThat(logOf(server)).contains("recorded POST /v1/chat/completions model=m");
    }

    @Test
    void findsCredentialsInCodedRequests() throws Exception {
        FakeUpstream upstream = answering("identity", EVENTS.getBytes(StandardCharsets.UTF_8));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        byte[] coded = coded("gzip", ("{\"model\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8));

        assertThat(ask(server, coded, "content-encoding", "gzip").statusCode()).isEqualTo(200);

        assertThat(fixture.store().recordings()).isEmpty();
        assertThat(server.failedRecordings()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd", "compress"})
    void answersButDoesNotKeepRequestsThatCannotBeDecoded(String coding) throws Exception {
        FakeUpstream upstream = answering("identity", EVENTS.getBytes(StandardCharsets.UTF_8));
        RepriseServer recording = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        RepriseServer replaying = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        byte[] damaged = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(ask(recording, damaged, "content-encoding", coding).body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(EVENTS);
        assertThat(ask(replaying, damaged, "content-encoding", coding).statusCode())
                .isEqualTo(404);

        assertThat(upstream.requests().get(0)).endsWith("{\"model\":\"m\"}");
        assertThat(fixture.store().recordings()).isEmpty();
        assertThat(recording.failedRecordings()).isOne();
        assertThat(logOf(recording)).contains("NOT KEPT: the request body cannot be decoded");
    }

    private void assertIsLost(String coding, byte[] body, String reason) throws Exception {
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, answering(coding, body));

        HttpResponse<byte[]> passed = ask(server, ServerFixture.QUESTION.getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> next = ask(server, ServerFixture.QUESTION.getBytes(StandardCharsets.UTF_8));

        assertThat(passed.body()).isEqualTo(body);
        assertThat(passed.headers().firstValue("content-encoding")).contains(coding);
        assertThat(next.headers().firstValue("x-reprise-warning")).isPresent();
        assertThat(logOf(server))
                .contains("NOT KEPT: its body cannot be decoded")
                .contains(reason);
        assertThat(fixture.store().recordings()).isEmpty();
        assertThat(server.failedRecordings()).isEqualTo(2);
    }

    /** All that it had to say, which is written once it is closed. */
    private String logOf(RepriseServer server) {
        server.close();
        return fixture.log();
    }

    private FakeUpstream answering(String coding, byte[] body) throws IOException {
        return fixture.upstream((call, request, out) -> write(
                out,
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: " + coding + "\r\n",
                body));
    }

    private static void write(OutputStream out, String head, byte[] body) throws IOException {
        out.write((head + "connection: close\r\ncontent-length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.write(body);
    }

    private HttpResponse<byte[]> ask(RepriseServer server, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        ServerFixture.url(server).resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .header("accept-encoding", "gzip, deflate, br, zstd")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        Headers.of(headers).fields().forEach(field -> request.header(field.name(), field.value()));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] coded(String coding, byte[] plain) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        switch (coding) {
            case "identity" -> coded.writeBytes(plain);
            case "br" -> coded.writeBytes(Coded.br(plain).toArray());
            case "gzip", "x-gzip" -> {
                try (OutputStream out = new GZIPOutputStream(coded)) {
                    out.write(plain);
                }
            }
            case "deflate" -> {
                try (OutputStream out = new DeflaterOutputStream(coded)) {
                    out.write(plain);
                }
            }
            default -> coded.writeBytes(Zstd.compress(plain));
        }
        return coded.toByteArray();
    }
}
