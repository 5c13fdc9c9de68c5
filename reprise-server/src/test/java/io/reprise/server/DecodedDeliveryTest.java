package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that an upstream codes although nobody asked for it, on their way to clients that cannot decode them. */
@Timeout(60)
@Slow
class DecodedDeliveryTest {
    private static final String FIRST = "data: {\"a\":1}\n\n";
    private static final String REST = "data: {\"a\":2}\n\ndata: [DONE]\n\n";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @CsvSource({"gzip,LIVE", "gzip,RECORD", "deflate,RECORD", "zstd,LIVE", "zstd,RECORD_IF_MISSING"})
    void decodesForAClientThatAcceptsNoCoding(String coding, Mode mode) throws Exception {
        byte[] coded = coded(coding, FIRST + REST);
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, answering(coding, coded));

        HttpResponse<byte[]> plain = ask(server, "");
        HttpResponse<byte[]> refusing = ask(server, coding + ";q=0, *;q=0");
        HttpResponse<byte[]> other = ask(server, "compress, identity;q=0");

        assertThat(plain.body()).asString(StandardCharsets.UTF_8).isEqualTo(FIRST + REST);
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        assertThat(plain.headers().firstValue("content-length")).isEmpty();
        assertThat(plain.headers().firstValue("vary")).contains("Accept-Encoding");
        assertThat(refusing.body()).isEqualTo(plain.body());
        assertThat(other.body()).isEqualTo(plain.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate;q=0.1, GZIP;q=0.5", "*", "*;q=0, x-gzip"})
    void passesOnWhatTheClientAccepts(String accepted) throws Exception {
        byte[] coded = coded("gzip", FIRST + REST);
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, answering("gzip", coded));

        HttpResponse<byte[]> answer = ask(server, accepted);

        assertThat(answer.body()).isEqualTo(coded);
        assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(coded.length);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD"})
    void tellsTheUpstreamWhatTheClientAcceptsUnlessItIsToBeKept(Mode mode) throws Exception {
        FakeUpstream upstream = answering("identity", FIRST.getBytes(StandardCharsets.UTF_8));
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);

        ask(server, "br;q=0.5");

        assertThat(upstream.requests().get(0))
                .contains("accept-encoding: " + (mode == Mode.LIVE ? "br;q=0.5" : "identity"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "br"})
    void decodesEachPartAsItArrives(String coding) throws Exception {
        CountDownLatch hasFirst = new CountDownLatch(1);
        RepriseServer server = fixture.serve(
                Mode.RECORD_IF_MISSING,
                ReplaySettings.DEFAULT,
                fixture.upstream((call, request, out) -> stream(coding, out, hasFirst)));

        try (InputStream body = open(server, "identity")) {
            assertThat(body.readNBytes(FIRST.length()))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(FIRST);
            hasFirst.countDown();
            assertThat(body.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo(REST);
        }

        assertThat(fixture.store().recordings().get(0).exchange().response().chunks())
                .hasSize(3);
    }

    @Test
    void givesEachOfSeveralClientsWhatItAccepts() throws Exception {
        CountDownLatch areAllThere = new CountDownLatch(1);
        byte[] coded = coded("gzip", FIRST + REST);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            areAllThere.await();
            write(out, "gzip", coded);
        });
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        CompletableFuture<HttpResponse<byte[]>> gzip = begin(server, "gzip");
        await().until(() -> upstream.requests().size() == 1);
        CompletableFuture<HttpResponse<byte[]>> plain = begin(server, "");
        CompletableFuture<HttpResponse<byte[]>> br = begin(server, "br");
        areAllThere.countDown();

        assertThat(gzip.get().body()).isEqualTo(coded);
        assertThat(plain.get().body()).asString(StandardCharsets.UTF_8).isEqualTo(FIRST + REST);
        assertThat(br.get().body()).asString(StandardCharsets.UTF_8).isEqualTo(FIRST + REST);
        assertThat(upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD"})
    void cutsOffAClientForWhichTheRestCannotBeDecoded(Mode mode) throws Exception {
        byte[] damaged = coded("gzip", FIRST.repeat(100));
        damaged[damaged.length - 8]++;
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, answering("gzip", damaged));

        assertThatThrownBy(() -> ask(server, "")).isInstanceOf(IOException.class);

        server.close();
        assertThat(fixture.log()).contains("its body cannot be decoded: its gzip is damaged: the checksum differs");
        assertThat(fixture.store().recordings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD"})
    void cutsOffAClientWhoseAnswerEndsBeforeItsCoding(Mode mode) throws Exception {
        byte[] coded = coded("gzip", FIRST.repeat(100));
        RepriseServer server =
                fixture.serve(mode, ReplaySettings.DEFAULT, answering("gzip", Arrays.copyOf(coded, coded.length - 4)));

        assertThatThrownBy(() -> ask(server, "")).isInstanceOf(IOException.class);
    }

    @Test
    void endsAnAnswerProperlyThatHasItsEndMark() throws Exception {
        ByteArrayOutputStream flushed = new ByteArrayOutputStream();
        GZIPOutputStream gzip = new GZIPOutputStream(flushed, true);
        gzip.write((FIRST + REST).getBytes(StandardCharsets.UTF_8));
        gzip.flush();
        RepriseServer server =
                fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, answering("gzip", flushed.toByteArray()));

        assertThat(ask(server, "").body()).asString(StandardCharsets.UTF_8).isEqualTo(FIRST + REST);
    }

    @Test
    void decodesWhatIsLargerThanOneStep() throws Exception {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 400_000; i++) {
            events.append("data: {\"i\":").append(i * 7_919L).append("}\n\n");
        }
        String large = events + REST;
        byte[] twice = coded("gzip", coded("zstd", large.getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, answering("zstd, gzip", twice));

        assertThat(ask(server, "gzip").body()).asString(StandardCharsets.UTF_8).isEqualTo(large);
    }

    @Test
    void passesOnACodingThatItDoesNotKnow() throws Exception {
        byte[] odd = "odd".getBytes(StandardCharsets.UTF_8);
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, answering("compress", odd));

        HttpResponse<byte[]> answer = ask(server, "");

        assertThat(answer.body()).isEqualTo(odd);
        assertThat(answer.headers().firstValue("content-encoding")).contains("compress");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "204 No Content", "304 Not Modified"})
    void endsAnswersWithoutABody(String status) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> out.write(("HTTP/1.1 " + status
                        + "\r\ncontent-encoding: gzip\r\nconnection: close\r\n"
                        + (status.startsWith("200") ? "content-length: 0\r\n" : "") + "\r\n")
                .getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        HttpResponse<byte[]> answer = ask(server, "");

        assertThat(status).startsWith(String.valueOf(answer.statusCode()));
        assertThat(answer.body()).isEmpty();
    }

    private FakeUpstream answering(String coding, byte[] body) throws IOException {
        return fixture.upstream((call, request, out) -> write(out, coding, body));
    }

    private static void write(OutputStream out, String coding, byte[] body) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nvary: Accept-Encoding\r\ncontent-encoding: "
                        + coding + "\r\nconnection: close\r\ncontent-length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.write(body);
    }

    /** Codes and flushes the first event, and the others when the client has it. */
    private static void stream(String coding, OutputStream out, CountDownLatch hasFirst)
            throws IOException, InterruptedException {
        out.write(("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: " + coding
                        + "\r\nconnection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        if (coding.equals("br")) {
            out.write(Base64.getDecoder().decode("CweAZGF0YTogeyJhIjoxfQoK"));
            hasFirst.await();
            out.write(Base64.getDecoder().decode("cACAX1JBpq9EASYEWGMAaACAX1JhqysJUESTUEk5+DEAAw=="));
            return;
        }
        try (OutputStream coder = coding.equals("gzip") ? new GZIPOutputStream(out, true) : new ZstdOutputStream(out)) {
            coder.write(FIRST.getBytes(StandardCharsets.UTF_8));
            coder.flush();
            hasFirst.await();
            coder.write(REST.getBytes(StandardCharsets.UTF_8));
        }
    }

    private HttpResponse<byte[]> ask(RepriseServer server, String accepted) throws Exception {
        return http.send(request(server, accepted), HttpResponse.BodyHandlers.ofByteArray());
    }

    private CompletableFuture<HttpResponse<byte[]>> begin(RepriseServer server, String accepted) {
        return http.sendAsync(request(server, accepted), HttpResponse.BodyHandlers.ofByteArray());
    }

    private InputStream open(RepriseServer server, String accepted) throws Exception {
        return http.send(request(server, accepted), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    /** @param accepted empty for no header */
    private static HttpRequest request(RepriseServer server, String accepted) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        ServerFixture.url(server).resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ServerFixture.QUESTION));
        if (!accepted.isEmpty()) {
            request.header("accept-encoding", accepted);
        }
        return request.build();
    }

    private static byte[] coded(String coding, String plain) throws IOException {
        return coded(coding, plain.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] coded(String coding, byte[] plain) throws IOException {
        if (coding.equals("zstd")) {
            return Zstd.compress(plain);
        }
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream out = coding.equals("gzip") ? new GZIPOutputStream(coded) : new DeflaterOutputStream(coded)) {
            out.write(plain);
        }
        return coded.toByteArray();
    }
}
