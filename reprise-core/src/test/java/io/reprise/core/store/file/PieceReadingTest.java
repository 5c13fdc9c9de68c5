package io.reprise.core.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.store.RandomRecordings;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceReadingTest {
    private static final int LARGEST = 500_000;
    private static final PieceReading.Source SOURCE = new PieceReading.Source(
            "a.json", name -> Bytes.EMPTY, LARGEST, failed -> new StoreException("failed", failed));
    private static final String REQUEST = "\"request\":{\"method\":\"GET\",\"path\":\"/a\"}";
    private static final String START = "{\"reprise\":1," + REQUEST + ",\"response\":{\"status\":200,";
    private static final String STREAM = START + "\"framing\":\"sse\",";

    private record InPieces(Recording outline, List<Chunk> pieces, boolean isOfOtherForm) {}

    private static Optional<InPieces> read(byte[] file) throws IOException {
        Optional<PieceReading> opened = PieceReading.open(new ByteArrayInputStream(file), SOURCE);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (PieceReading reading = opened.get()) {
            List<Chunk> pieces = new ArrayList<>();
            for (Optional<Chunk> next = reading.next(); next.isPresent(); next = reading.next()) {
                pieces.add(next.get());
            }
            return Optional.of(new InPieces(reading.outline().recording(), pieces, reading.isOfOtherForm()));
        }
    }

    private static Optional<InPieces> read(String file) throws IOException {
        return read(file.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void findsTheSameChunksAsTheReaderOfValues() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RandomRecordings random = new RandomRecordings(seed);
        int inPieces = 0;
        for (int i = 0; i < 5_000; i++) {
            Bytes file = RecordingFile.write(random.next());
            Recording whole = RecordingFile.read(file, "a.json");

            Optional<InPieces> found = read(file.toArray());

            if (found.isPresent()) {
                inPieces++;
                assertSame(found.get(), whole, file);
            }
        }
        assertThat(inPieces).isGreaterThan(1_000);
    }

    private static void assertSame(InPieces found, Recording whole, Bytes file) {
        Response response = whole.exchange().response();
        Response outline = found.outline.exchange().response();
        assertThat(found.isOfOtherForm).as("%s", file).isFalse();
        assertThat(found.outline.with(whole.exchange())).isEqualTo(whole);
        assertThat(found.outline.exchange().request())
                .isEqualTo(whole.exchange().request());
        assertThat(outline.withChunks(response.chunks())).isEqualTo(response);
        if (response.isStream()) {
            assertThat(found.pieces).as("%s", file).isEqualTo(response.chunks());
        } else {
            assertThat(outline.withChunks(found.pieces).body()).as("%s", file).isEqualTo(response.body());
            assertThat(found.pieces)
                    .allMatch(piece -> piece.at() == response.chunks().get(0).at());
        }
    }

    @Test
    void cutsALargeTextIntoPieces() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append(i == 0 ? "" : ",").append("\"line ").append(i).append(" \uD83D\uDE00\\n\"");
        }
        String file = START + "\"at\":7,\"raw\":[" + lines + "]}}";

        InPieces found = read(file).orElseThrow();

        assertThat(found.pieces).hasSizeGreaterThan(3).allMatch(piece -> piece.at() == 7);
        assertSame(found, RecordingFile.read(Bytes.utf8(file), "a.json"), Bytes.EMPTY);
    }

    @Test
    void cutsBase64IntoPiecesWhateverTheLengthsOfItsStrings() throws IOException {
        String text = "QUJD".repeat(60_000) + "QQ==";
        StringBuilder strings = new StringBuilder();
        for (int from = 0, length = 1; from < text.length(); from += length, length = length % 211 + 1) {
            strings.append(from == 0 ? "\"" : ",\"")
                    .append(text, from, Math.min(text.length(), from + length))
                    .append('"');
        }
        String file = START + "\"base64\":[" + strings + "]}}";

        InPieces found = read(file).orElseThrow();

        assertThat(found.pieces).hasSizeGreaterThan(2);
        assertSame(found, RecordingFile.read(Bytes.utf8(file), "a.json"), Bytes.EMPTY);
    }

    @Test
    void keepsTwoHalvesOfAPairTogether() throws IOException {
        String file = START + "\"raw\":[\"" + "x".repeat((64 << 10) - 1) + "\\ud83d\",\"\\ude00\"]}}";

        assertSame(read(file).orElseThrow(), RecordingFile.read(Bytes.utf8(file), "a.json"), Bytes.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reprise\":1,\"response\":{\"status\":200,\"raw\":[\"a\"]}," + REQUEST + "}",
                START + "\"raw\":\"one string\"}}",
                START + "\"body\":{\"a\":1}}}",
                START + "\"file\":{\"name\":\"a.bin\",\"size\":1,\"sha256\":\"\"}}}",
                START + "\"framing\":\"sse\",\"raw\":[\"a\"]}}",
                START + "\"chunks\":[{\"raw\":\"a\"}]}}",
                START + "\"headers\":{}}}",
                "[]",
                "1"
            })
    void leavesOtherFormsToTheReaderOfValues(String file) throws IOException {
        assertThat(read(file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"},\"request\":{}}", ",\"dialect\":{}}}", ",\"chunks\":[]}}", "},\"messages\":[]}"})
    void saysAtTheEndWhereMoreFollows(String end) throws IOException {
        assertThat(read(STREAM + "\"chunks\":[{\"raw\":\"a\"}]" + end))
                .hasValueSatisfying(found -> assertThat(found.isOfOtherForm).isTrue());
    }

    @Test
    void leavesLargeValuesToTheReaderOfValues() throws IOException {
        Json.parse("\"" + "y".repeat(30_000) + "\""); // Jackson has a large buffer for the next text of this thread
        String large = "x".repeat(LARGEST + 20_000);

        assertThat(read("{\"reprise\":1,\"x-note\":\"" + large + "\"," + REQUEST
                        + ",\"response\":{\"status\":200,\"raw\":[\"a\"]}}"))
                .isEmpty();
        assertThat(read(STREAM + "\"chunks\":[{\"raw\":\"a\"},{\"raw\":\"" + large + "\"}]}}"))
                .hasValueSatisfying(found -> {
                    assertThat(found.isOfOtherForm).isTrue();
                    assertThat(found.pieces).containsExactly(Chunk.of(0, "a"));
                });
        assertThat(read(START + "\"raw\":[\"a\",\"" + large + "\"]}}"))
                .hasValueSatisfying(found -> assertThat(found.isOfOtherForm).isTrue());
    }

    @Test
    void letsNotesForPeopleFollowAndAByteOrderMarkComeBefore() throws IOException {
        assertThat(read("\uFEFF" + STREAM + "\"chunks\":[{\"at\":3,\"raw\":\"a\"}]},\"x-note\":[1]}"))
                .hasValueSatisfying(found -> {
                    assertThat(found.isOfOtherForm).isFalse();
                    assertThat(found.pieces).containsExactly(Chunk.of(3, "a"));
                });
    }

    @Test
    void saysWhereAFileIsBroken() {
        assertBroken(STREAM + "\"chunks\":[{\"raw\":\"a\"},", "it ends too early at line 1");
        assertBroken(STREAM + "\"chunks\":[{\"raw\":\"a\"}}", "unexpected character at line 1");
        assertBroken(STREAM + "\"chunks\":[{\"raw\":\"a\"}]}} 1", "more than one value at line 1");
        assertBroken(
                STREAM + "\"chunks\":[{\"raw\":\"a\"},{\"at\":-1,\"raw\":\"\"}]}}",
                "its member 'response.chunks[1].at'");
        assertBroken(STREAM + "\"chunks\":[{\"raw\":\"a\"},7]}}", "its member 'response.chunks[1]' is a number");
        assertBroken(START + "\"raw\":[\"a\",7]}}", "its member 'response.raw[1]' is a number, not a string");
        assertBroken(START + "\"base64\":[\"QQ==\",\"QUJD\"]}}", "is not valid");
        assertBroken("{\"reprise\":99," + REQUEST + ",\"response\":{\"status\":200,\"raw\":[\"a\"]}}", "version 99");
    }

    private static void assertBroken(String file, String reason) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("a.json")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] file = (STREAM + "\"chunks\":[{\"raw\":\"\u00e9\"}]}}").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(file)).isInstanceOf(StoreException.class).hasMessageContaining("not UTF-8");
    }
}
