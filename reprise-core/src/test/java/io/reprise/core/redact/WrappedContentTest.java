package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.content.Coded;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.redact.Redaction.Outcome;
import io.reprise.core.stream.StreamFormats;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials in content that has a coding of its own. */
class WrappedContentTest {
    private static final byte[] SECRET =
            ("{\"key\":\"sk-" + "proj-Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo\"}").getBytes(StandardCharsets.UTF_8);
    private static final Bytes GZIP = Coded.gzip(SECRET);
    private static final Response OK = Response.whole(200, "application/json", Bytes.utf8("{\"ok\":true}"));

    private static Stream<Request> requests() {
        Bytes base64 = Bytes.utf8(Base64.getMimeEncoder().encodeToString(SECRET));
        Bytes gzipInBase64 = Bytes.utf8(Base64.getEncoder().encodeToString(GZIP.toArray()));
        Bytes inner = form("\r\n", "Content-Transfer-Encoding: base64", gzipInBase64);
        return Stream.of(
                request("application/octet-stream", GZIP),
                request("application/octet-stream", Coded.zstd(SECRET)),
                request("application/octet-stream", Coded.gzip(GZIP.toArray())),
                request("application/octet-stream", Bytes.concat(List.of(Bytes.utf8("\1\2"), GZIP, Bytes.utf8("\3")))),
                request("multipart/form-data; boundary=B", form("\r\n", "X: y", GZIP)),
                request("multipart/form-data; boundary=B", form("\n", "X: y", GZIP)),
                request("multipart/form-data; boundary=B", form("\r\n", "Content-Encoding: GZip", GZIP)),
                request("multipart/form-data; boundary=B", form("\r\n", "Content-Encoding: br", Coded.br(SECRET))),
                request("multipart/form-data; boundary=B", form("\r\n", "Content-Transfer-Encoding: Base64", base64)),
                request(
                        "multipart/mixed; boundary=C",
                        Bytes.concat(List.of(
                                Bytes.utf8("--C\r\nContent-Type: multipart/form-data; boundary=B\r\n\r\n"),
                                inner,
                                Bytes.utf8("\r\n--C--")))));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void doNotReachAStore(Request request) {
        Outcome refused = Redaction.DEFAULT.apply(new Exchange(request, OK));
        Outcome masking = new Redaction(Redaction.Policy.MASK, List.of(), List.of()).apply(new Exchange(request, OK));

        assertThat(refused).isInstanceOf(Outcome.Refused.class);
        assertThat(masking)
                .isEqualTo(
                        new Outcome.Unreadable(
                                "it seems to contain a credential (API key (sk-…) in the request body)"
                                        + " in pieces, or within compressed, base64 or binary content, where it cannot be masked"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xff, 0})
    void areFoundInLargeBinaryBodiesWhereverTheyAre(int filling) {
        byte[] large = new byte[9 << 20];
        Arrays.fill(large, (byte) filling);
        for (int at : new int[] {0, (4 << 20) - 20, (4 << 20) + 5, large.length - SECRET.length}) {
            byte[] body = large.clone();
            System.arraycopy(SECRET, 0, body, at, SECRET.length);
            Exchange exchange = new Exchange(request("audio/wav", Bytes.owning(body)), OK);

            assertThat(Redaction.DEFAULT.apply(exchange)).as("at %d", at).isInstanceOf(Outcome.Refused.class);
        }
        Exchange harmless = new Exchange(request("audio/wav", Bytes.owning(large)), OK);
        assertThat(Redaction.DEFAULT.apply(harmless)).isEqualTo(new Outcome.Clean(harmless, List.of()));
    }

    private static final String IN_BASE64 = Base64.getEncoder().encodeToString(SECRET);

    private static Stream<List<String>> streams() {
        String other = Base64.getEncoder()
                .encodeToString("nothing that anybody must not know".getBytes(StandardCharsets.UTF_8));
        List<String> many = IntStream.range(0, 1_100)
                .mapToObj(i -> Base64.getEncoder()
                        .encodeToString("nothing to hide, %08d".formatted(i).getBytes(StandardCharsets.UTF_8)))
                .toList();
        return Stream.of(
                Collections.nCopies(20, IN_BASE64),
                List.of(other, other, IN_BASE64, other),
                Stream.concat(many.stream(), Stream.of(IN_BASE64, IN_BASE64)).toList(),
                IN_BASE64
                        .chars()
                        .mapToObj(letter -> String.valueOf((char) letter))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void areFoundInChunksThatRepeatThemOrHaveOnlyPiecesOfThem(List<String> ids) {
        List<Chunk> chunks = ids.stream()
                .map(id -> Chunk.of(0, "data: {\"id\":\"" + id + "\"}\n\n"))
                .toList();
        Response stream = new Response(200, Headers.NONE, StreamFormats.SSE, chunks, Ending.COMPLETE);

        assertThat(Redaction.DEFAULT.apply(new Exchange(Request.get("/"), stream)))
                .isInstanceOf(Outcome.Refused.class);
    }

    private static Stream<String> headers() {
        return Stream.of(
                IN_BASE64,
                Base64.getUrlEncoder().withoutPadding().encodeToString(SECRET),
                "v1; data=" + IN_BASE64 + "; t=1",
                Base64.getEncoder().encodeToString(GZIP.toArray()));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void areFoundInHeaders(String value) {
        Headers headers = Headers.of("x-debug", value);
        Response ok = new Response(200, headers, OK.format(), OK.chunks(), OK.ending());
        Redaction masking = new Redaction(Redaction.Policy.MASK, List.of(), List.of());

        for (Exchange exchange : List.of(
                new Exchange(new Request("GET", "/", "", headers, Bytes.EMPTY), OK),
                new Exchange(Request.get("/"), ok))) {
            assertThat(Redaction.DEFAULT.apply(exchange)).isInstanceOf(Outcome.Refused.class);
            assertThat(masking.apply(exchange))
                    .isInstanceOf(Outcome.Unreadable.class)
                    .asString()
                    .contains("header 'x-debug'");
        }
    }

    @Test
    void areFoundInAnswers() {
        Response download = Response.whole(200, "application/gzip", GZIP);

        assertThat(Redaction.DEFAULT.apply(new Exchange(Request.post("/v1/x", "{}"), download)))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void nothingElseIsRefused() {
        Bytes harmless = Coded.gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        Request request = request("multipart/form-data; boundary=B", form("\r\n", "Content-Encoding: gzip", harmless));

        assertThat(Redaction.DEFAULT.apply(new Exchange(request, OK)))
                .isEqualTo(new Outcome.Clean(new Exchange(request, OK), List.of()));
    }

    private static Request request(String type, Bytes body) {
        return new Request("POST", "/v1/files", "", Headers.of("content-type", type), body);
    }

    private static Bytes form(String lineEnd, String header, Bytes content) {
        String head =
                "--B" + lineEnd + "Content-Disposition: form-data; name=\"f\"" + lineEnd + header + lineEnd + lineEnd;
        return Bytes.concat(List.of(Bytes.utf8(head), content, Bytes.utf8(lineEnd + "--B--" + lineEnd)));
    }
}
