package io.reprise.core.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.store.Recording;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are valid UTF-8 and yet no text that people can read. */
class BinaryBodiesTest {
    private static final int LARGE = 64 << 10;

    @ParameterizedTest
    @ValueSource(strings = {"\0", "one NUL\0in a text", "\1\2\3", "\33\177ELF", "1234567\37\37"})
    void areBase64WhereTheyAreSmall(String body) {
        Recording recording = recording(Bytes.utf8(body), Bytes.utf8(body));

        Bytes file = RecordingFile.write(recording);

        assertThat(file.toString()).contains("\"reprise\": 1,", "\"base64\": ").doesNotContain("\"raw\"", "\\u00");
        assertThat(RecordingFile.read(file, "x")).isEqualTo(recording);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t\r\n\b\f", "\33[31mred\33[0m as in a log", "12345678\1", "\177", "ö\u0080"})
    void areTextWherePeopleCanReadThem(String body) {
        Recording recording = recording(Bytes.utf8(body), Bytes.utf8(body));

        Bytes file = RecordingFile.write(recording);

        assertThat(file.toString()).contains("\"raw\": ").doesNotContain("base64");
        assertThat(RecordingFile.read(file, "x")).isEqualTo(recording);
    }

    @Test
    void areFilesWhereTheyAreLarge() {
        Bytes body = Bytes.owning(new byte[LARGE]);
        Recording recording = recording(body, body);
        ParsedRequest request = ApiFamilies.parse(recording.exchange().request());

        RecordingFile.Written written = RecordingFile.write(recording, request, "x-0123456789ab");

        assertThat(written.bodies()).extracting(BodyFile::content).containsExactly(body);
        assertThat(written.text().size()).isLessThan(2_000);
        assertThat(RecordingFile.parse(written.text(), "x", name -> body).recording())
                .isEqualTo(recording);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void areFilesWithNamesThatAreReadWhateverTheRecordingIsCalled(long seed) {
        Random random = new Random(seed);
        Bytes body = Bytes.owning(new byte[LARGE]);
        Recording recording = recording(body, body);
        ParsedRequest request = ApiFamilies.parse(recording.exchange().request());

        for (int i = 0; i < 200; i++) {
            String words = random.ints(1 + random.nextInt(300), 0x1, 0x10000)
                    .map(c -> random.nextInt(4) == 0 ? c : 0x20 + c % 0x60)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String number = random.nextBoolean() ? "" : "." + (1 + random.nextInt(999_999_999));
            RecordingFile.Written written = RecordingFile.write(recording, request, words + "-0123456789ab" + number);

            assertThat(RecordingFile.parse(written.text(), "x", name -> body).recording())
                    .as("seed %d, '%s'", seed, words)
                    .isEqualTo(recording);
            assertThat(written.bodies().get(0).name())
                    .as("seed %d, '%s'", seed, words)
                    .matches("[A-Za-z0-9._-]+-0123456789ab" + number + "\\.[0-9a-f]{8}\\.bin");
        }
    }

    @Test
    void haveTheNameOfTheRecordingAsFarAsItIsAllowed() {
        assertThat(BodyFile.name("Begrüßung (neu)-0123456789ab.2", "01234567", "audio/mpeg"))
                .isEqualTo("Begrussung-neu--0123456789ab.2.01234567.mp3");
        assertThat(BodyFile.name("My.Words_1-0123456789ab", "01234567", "audio/mpeg"))
                .isEqualTo("My.Words_1-0123456789ab.01234567.mp3");
        assertThat(BodyFile.name("x".repeat(230) + "-0123456789ab.123456789", "01234567", "audio/mpeg"))
                .isEqualTo("x".repeat(201 - 23 - 13) + "-0123456789ab.123456789.01234567.mp3");
    }

    @Test
    void arePartsToo() {
        Bytes content = Bytes.owning(new byte[LARGE]);
        Bytes form = Bytes.concat(
                List.of(Bytes.utf8("--B\r\n\r\n"), content, Bytes.utf8("\r\n--B\r\n\r\na\0b\r\n--B--\r\n")));
        Request asked =
                new Request("POST", "/v1/x", "", Headers.of("content-type", "multipart/mixed; boundary=B"), form);
        Recording recording = new Recording(
                TestId.NONE, "", 1, new Exchange(asked, Response.whole(200, "text/plain", Bytes.utf8("ok"))));

        RecordingFile.Written written = RecordingFile.write(recording, ApiFamilies.parse(asked), "x-0123456789ab");

        assertThat(written.bodies()).extracting(BodyFile::content).containsExactly(content);
        assertThat(written.text().toString()).contains("\"base64\": \"YQBi\"").doesNotContain("\\u0000");
        assertThat(RecordingFile.parse(written.text(), "x", name -> content).recording())
                .isEqualTo(recording);
    }

    @Test
    void ofOlderFilesAreReadAsTheyWere() {
        String file = "{\"reprise\": 1, \"request\": {\"method\": \"POST\", \"path\": \"/x\", \"raw\": \"a\\u0000\"},"
                + " \"response\": {\"status\": 200, \"raw\": [\"\\u0000\", \"\\u0001\"]}}";

        Exchange read = RecordingFile.read(Bytes.utf8(file), "x").exchange();

        assertThat(read.request().body()).isEqualTo(Bytes.utf8("a\0"));
        assertThat(read.response().body()).isEqualTo(Bytes.copyOf("\0\1".getBytes(StandardCharsets.UTF_8)));
    }

    private static Recording recording(Bytes asked, Bytes answered) {
        String type = "application/octet-stream";
        return new Recording(
                TestId.NONE,
                "",
                1,
                new Exchange(
                        new Request("POST", "/v1/x", "", Headers.of("content-type", type), asked),
                        Response.whole(200, type, answered)));
    }
}
