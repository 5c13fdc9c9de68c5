package io.reprise.core.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.content.Multipart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multipart requests in files. */
class PartsTest {
    private static final Bytes FORM = Bytes.concat(List.of(
            Bytes.utf8("preamble\r\n--B\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n"
                    + "--B\r\ncontent-disposition: form-data; name=\"options\"\r\nContent-Type: application/json\r\n\r\n"
                    + "{\"a\": 1.0}\r\n--B  \r\nX-Empty:\r\n\r\n\r\n--B\r\n\r\nline one\nline two\r\n"
                    + "--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"ö.wav\"\r\n\r\n"),
            Bytes.owning(new byte[] {(byte) 0xff, 0, 13, 10, '-', '-', 13, 10}),
            Bytes.utf8("\r\n--B--\r\nepilogue")));

    @Test
    void areReadableOneByOne() {
        String file = write(request("multipart/form-data; boundary=B", FORM)).toString();

        assertThat(file)
                .contains(
                        "\"reprise\": 3,",
                        "\"raw\": \"whisper-1\"",
                        "\"layout\": \"spaced\",",
                        "\"a\": 1.0",
                        "\"line one\\n\",",
                        "filename=\\\"ö.wav\\\"",
                        "\"base64\": \"/wANCi0tDQo=\"")
                .doesNotContain("--B", "preamble", "epilogue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"B", "\"B\"", "B; charset=utf-8"})
    void areTheSameQuestionWhenTheyAreRead(String boundary) {
        Request request = request("multipart/form-data; boundary=" + boundary, FORM);

        Request read = read(write(request));

        assertThat(Multipart.parse(read.headers(), read.body())).isEqualTo(Multipart.parse(request.headers(), FORM));
        assertThat(KeyRules.NONE.question(read, TestId.NONE).key())
                .isEqualTo(KeyRules.NONE.question(request, TestId.NONE).key());
        assertThat(write(read)).isEqualTo(write(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--B\r\n\r\nno final boundary\r\n",
                "--B\n\nlines end with LF\n--B--\n",
                "--C\r\n\r\nanother boundary\r\n--C--\r\n",
                "--B\r\nno header\r\n\r\nx\r\n--B--\r\n",
                "--B\r\nX: a\u0001b\r\n\r\nx\r\n--B--\r\n",
                "{\"a\":1}",
                ""
            })
    void areOneTextWhereTheyAreMalformed(String body) {
        Request request = request("multipart/form-data; boundary=B", Bytes.utf8(body));

        assertThat(write(request).toString()).contains("\"reprise\": 1,").doesNotContain("\"parts\"");
        assertThat(read(write(request))).isEqualTo(request);
    }

    @Test
    void aFieldWithoutAValueAddsNothingToOneOfTheSameName() {
        Request request = request("multipart/mixed; boundary=B", Bytes.utf8("--B\r\nx: y\r\nx:\r\n\r\ntext\r\n--B--"));

        Request read = read(write(request));

        assertThat(Multipart.parse(read.headers(), read.body())
                        .orElseThrow()
                        .get(0)
                        .headers())
                .isEqualTo(Map.of("x", "y"));
        assertThat(Multipart.parse(request.headers(), request.body()))
                .isEqualTo(Multipart.parse(read.headers(), read.body()));
    }

    @Test
    void areReadAsTheyWereWhateverTheyAre() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        String[] pieces = {
            "--B", "\r\n", "--", "\n", "x: y", ":", " ", "B", "content-type: a/b", "\0", "ö", "{}", "--B--", "\r\n\r\n"
        };
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder("--B\r\n");
            for (int n = random.nextInt(12); n > 0; n--) {
                body.append(pieces[random.nextInt(pieces.length)]);
            }
            Request request = request("multipart/mixed; boundary=B", Bytes.utf8(body + "\r\n--B--"));
            Request read = read(write(request));

            parsed += PartLines.of(request).isPresent() ? 1 : 0;
            assertThat(Multipart.parse(read.headers(), read.body()))
                    .as("seed %d: %s", seed, body)
                    .isEqualTo(Multipart.parse(request.headers(), request.body()));
        }
        assertThat(parsed).isGreaterThan(100);
    }

    @Test
    void mayBeNestedAndEmpty() {
        Request nested = request(
                "multipart/mixed; boundary=A",
                Bytes.utf8(
                        "--A\r\ncontent-type: multipart/form-data; boundary=B\r\n\r\n--B\r\n\r\nx\r\n--B--\r\n--A--\r\n"));
        Request empty = request("multipart/mixed; boundary=A", Bytes.utf8("--A--\r\n"));

        assertThat(read(write(nested))).isEqualTo(nested);
        assertThat(read(write(empty))).isEqualTo(empty);
    }

    @Test
    void needABoundary() {
        Bytes file = Bytes.utf8(write(request("multipart/form-data; boundary=B", FORM))
                .toString()
                .replace("; boundary=B", ""));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'request.parts' needs a multipart 'content-type' with a boundary");
    }

    private static Request request(String type, Bytes body) {
        return new Request("POST", "/v1/audio/transcriptions", "", Headers.of("content-type", type), body);
    }

    private static Bytes write(Request request) {
        return RecordingFile.write(
                new Recording(TestId.NONE, "", 1, new Exchange(request, Response.whole(200, "", Bytes.EMPTY))));
    }

    private static Request read(Bytes file) {
        return RecordingFile.read(file, "x.json").exchange().request();
    }
}
