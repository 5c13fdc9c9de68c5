package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.content.Decoded;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.stream.StreamFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedAnswerTest {
    private static final Request CHAT = Request.post("/v1/chat/completions", "{\"model\":\"m\",\"stream\":true}");

    @Test
    void cutsAStreamIntoTheChunksOfItsApi() {
        String body = "data: {\"choices\":[]}\n\ndata: [DONE]\n\n";
        Headers headers = Headers.of("Content-Type", "text/event-stream", "Transfer-Encoding", "chunked");

        RecordedAnswer.Converted converted = new RecordedAnswer(200, headers, Bytes.utf8(body)).to(CHAT);

        Response response = converted.response();
        assertThat(response.format()).isEqualTo(StreamFormats.SSE);
        assertThat(response.chunks()).hasSize(2);
        assertThat(response.body()).isEqualTo(Bytes.utf8(body));
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(response.headers()).isEqualTo(Headers.of("content-type", "text/event-stream"));
        assertThat(converted.losses()).containsExactly(RecordedAnswer.TIMES);
    }

    @Test
    void keepsAStreamWithoutItsEndAsOneThatEndedEarly() {
        Headers headers = Headers.of("content-type", "text/event-stream");

        RecordedAnswer answer = new RecordedAnswer(200, headers, Bytes.utf8("data: {\"choices\":[]}\n\n"));

        assertThat(answer.to(CHAT).response().ending()).isEqualTo(Ending.EARLY);
    }

    @Test
    void decodesABodyThatIsCoded() {
        Headers headers =
                Headers.of("content-type", "application/json", "content-encoding", "gzip", "content-length", "9");

        RecordedAnswer.Converted converted = new RecordedAnswer(200, headers, gzip("{\"a\":1}")).to(CHAT);

        assertThat(converted.response().body()).isEqualTo(Bytes.utf8("{\"a\":1}"));
        assertThat(converted.response().headers()).isEqualTo(Headers.of("content-type", "application/json"));
        assertThat(converted.losses()).isEmpty();
    }

    @Test
    void takesABodyThatWasDecodedBeforeAsItIs() {
        for (String coding : List.of("gzip", "deflate", "br", "zstd", "gzip, br", "unknown")) {
            Headers headers = Headers.of("content-type", "application/json", "content-encoding", coding);

            Response response = new RecordedAnswer(200, headers, Bytes.utf8("{\"a\":1}"))
                    .to(CHAT)
                    .response();

            assertThat(response.body()).as(coding).isEqualTo(Bytes.utf8("{\"a\":1}"));
            assertThat(response.headers()).as(coding).isEqualTo(Headers.of("content-type", "application/json"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "compress", "gzip, gzip, gzip, gzip, gzip"})
    void refusesABodyThatIsStillCoded(String coding) {
        byte[] damaged = gzip("{\"a\":1}").toArray();
        damaged[damaged.length - 6] ^= 1;
        byte[] zstd = HexFormat.of().parseHex("28b52ffdffff");

        for (byte[] body : List.of(damaged, zstd)) {
            assertThatThrownBy(() -> coded(coding, Bytes.owning(body)).to(CHAT))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageStartingWith("the body of its answer cannot be decoded: it");
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip,1f8b0800000000000000ab56", "deflate,789cab564a", "br,0b038007", "zstd,28b52ffd0458"})
    void refusesABodyWithoutTheEndOfItsCoding(String coding, String hex) {
        RecordedAnswer cut = coded(coding, Bytes.owning(HexFormat.of().parseHex(hex)));

        assertThatThrownBy(() -> cut.to(CHAT))
                .isInstanceOf(DocumentException.class)
                .hasMessage("the body of its answer cannot be decoded: the end of its content coding is missing");
    }

    @Test
    void saysThatItKeepsABodyThatIsNotInItsCoding() {
        Bytes picture = Bytes.owning(HexFormat.of().parseHex("89504e470d0a1a0a0000000dffd8"));

        for (String coding : List.of("gzip", "zstd", "compress", "br", "gzip, gzip, gzip, gzip, gzip")) {
            RecordedAnswer.Converted converted = coded(coding, picture).to(CHAT);

            assertThat(converted.response().body()).as(coding).isEqualTo(picture);
            assertThat(converted.response().headers()).as(coding).isEqualTo(Headers.of("content-type", "image/png"));
            assertThat(converted.losses())
                    .as(coding)
                    .extracting(Loss::what)
                    .containsExactly("response.headers.content-encoding");
        }
    }

    @Test
    void refusesABodyWhoseDecoderDoesNotRunHere() {
        Decoded failure =
                new Decoded.Undecodable("br cannot be decoded on this machine: its library does not run here");

        assertThat(RecordedAnswer.whyStillCoded(failure, Bytes.EMPTY))
                .contains("br cannot be decoded on this machine: its library does not run here");
    }

    private static RecordedAnswer coded(String coding, Bytes body) {
        return new RecordedAnswer(200, Headers.of("content-type", "image/png", "content-encoding", coding), body);
    }

    @Test
    void refusesABodyThatBecomesManyTimesAsLarge() {
        Headers headers = Headers.of("content-encoding", "gzip");
        RecordedAnswer bomb = new RecordedAnswer(200, headers, gzip("\0".repeat(100 << 20)));

        assertThatThrownBy(() -> bomb.to(CHAT))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("cannot be decoded: its decoded form is");
    }

    @Test
    void leavesOutHeadersThatCannotBeSentAndSaysSo() {
        Headers headers =
                Headers.of("x-name", "Gr\u0142", "x-two", "a\nb", "bad name", "x", "x-kept", "*** masked ***");

        RecordedAnswer.Converted converted = new RecordedAnswer(404, headers, Bytes.utf8("no")).to(CHAT);

        assertThat(converted.response().headers()).isEqualTo(Headers.of("x-kept", "*** masked ***"));
        assertThat(converted.losses()).extracting(Loss::what).containsExactly("response.headers");
    }

    @Test
    void keepsTheLengthOfWhatHeadAsksFor() {
        Request head = new Request("HEAD", "/v1/files/a", "", Headers.NONE, Bytes.EMPTY);

        Response response = new RecordedAnswer(200, Headers.of("Content-Length", "12"), Bytes.utf8("ignored"))
                .to(head)
                .response();

        assertThat(response.headers()).isEqualTo(Headers.of("content-length", "12"));
        assertThat(response.chunks()).isEmpty();
    }

    @Test
    void takesAnErrorOfAnApiThatStreamsAsAWholeBody() {
        Request stream = Request.post("/v1beta/models/gemini:streamGenerateContent", "{}");
        Headers headers = Headers.of("content-type", "application/json");
        RecordedAnswer error = new RecordedAnswer(400, headers, Bytes.utf8("{\"message\":\"no\"}"));

        Response response = error.to(stream).response();

        assertThat(response.format()).isEqualTo(StreamFormat.WHOLE);
        assertThat(response.body()).isEqualTo(Bytes.utf8("{\"message\":\"no\"}"));
    }

    @Test
    void refusesAStatusThatHttpDoesNotHave() {
        RecordedAnswer answer = new RecordedAnswer(0, Headers.NONE, Bytes.EMPTY);

        assertThatThrownBy(() -> answer.to(CHAT)).hasMessage("status 0 is not between 100 and 599");
    }

    private static Bytes gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(Bytes.utf8(text).toArray());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Bytes.owning(out.toByteArray());
    }
}
