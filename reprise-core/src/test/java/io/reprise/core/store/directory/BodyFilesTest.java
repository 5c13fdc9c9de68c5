package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.PossibleNames;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.BodyFile;
import io.reprise.core.store.housekeeping.StoreLint;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.store.housekeeping.StoreMove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large binary bodies, in files beside their recordings. */
class BodyFilesTest {
    private static final int LARGE = 64 << 10;

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "audio/mpeg, mp3",
        "Image/PNG; x=y, png",
        "application/pdf, pdf",
        "application/json, bin",
        "text/html, bin",
        "nonsense, bin"
    })
    void areNamedAfterTheirTypesSoThatPeopleCanOpenThem(String type, String extension) throws IOException {
        Bytes sound = noise(LARGE, 1);

        Store.Entry kept = store().append(question("hi"), "", exchange("hi", type, sound));

        Path body = bodies().get(0);
        assertThat(bodies()).hasSize(1);
        assertThat(body.getFileName().toString()).endsWith("." + extension);
        assertThat(Files.readAllBytes(body)).isEqualTo(sound.toArray());
        assertThat(Files.size(root.resolve(kept.location()))).isLessThan(1_000);
        assertThat(Files.readString(root.resolve(kept.location()))).contains("\"reprise\": 3,");
        assertThat(found("hi")).isEqualTo(sound);
    }

    @Test
    void areOnlyWhatIsLargeAndNoText() throws IOException {
        store().append(question("small"), "", exchange("small", "audio/mpeg", noise(LARGE - 1, 1)));
        store().append(question("text"), "", exchange("text", "audio/mpeg", Bytes.utf8("é".repeat(LARGE))));

        assertThat(bodies()).isEmpty();
        assertThat(found("small")).isEqualTo(noise(LARGE - 1, 1));
    }

    @Test
    void areReadBySeveralAtOnceAlsoWhereTheyAreText() {
        Bytes text = Bytes.utf8("{\"b64_json\":\"" + "0123456789abcdef".repeat(600_000) + "\"}");
        Store store = store();
        store.append(question("hi"), "", exchange("hi", "application/json", text));

        List<Bytes> found = IntStream.range(0, 4)
                .parallel()
                .boxed()
                .flatMap(i -> i % 2 == 0 ? found(store) : scanned(store))
                .toList();

        assertThat(found).hasSize(4).allMatch(text::equals);
    }

    private static Stream<Bytes> found(Store store) {
        return store.find(question("hi")).entries().stream()
                .map(entry -> entry.recording().exchange().response().body());
    }

    private static Stream<Bytes> scanned(Store store) {
        List<Bytes> bodies = new ArrayList<>();
        store.forEach(
                entry -> bodies.add(entry.recording().exchange().response().body()), broken -> {
                    throw broken;
                });
        return bodies.stream();
    }

    @Test
    void haveBodiesOfRequestsAndPartsToo() throws IOException {
        Bytes sound = noise(LARGE, 2);
        Request upload = new Request("POST", "/v1/x", "", Headers.of("content-type", "audio/wav"), sound);
        Request form = new Request(
                "POST",
                "/v1/audio/transcriptions",
                "",
                Headers.of("content-type", "multipart/form-data; boundary=B"),
                Bytes.concat(List.of(
                        Bytes.utf8("--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                                + "content-type: audio/wav\r\n\r\n"),
                        sound,
                        Bytes.utf8("\r\n--B--\r\n"))));

        for (Request request : List.of(upload, form)) {
            Question question = KeyRules.NONE.question(request, TestId.NONE);
            store().append(question, "", new Exchange(request, Response.whole(200, "", Bytes.EMPTY)));

            Store.Entry read = store().find(question).entries().get(0);
            assertThat(read.recording().exchange().request()).isEqualTo(request);
        }

        assertThat(bodies()).hasSize(2).allMatch(body -> body.toString().endsWith(".wav"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"edited", "longer", "missing", "linked"})
    void areReportedWhereTheyAreNotWhatWasRecorded(String change) throws IOException {
        store().append(question("one"), "", exchange("one", "audio/mpeg", noise(LARGE, 1)));
        Path body = bodies().get(0);
        store().append(question("other"), "", exchange("other", "audio/mpeg", noise(LARGE, 2)));

        switch (change) {
            case "edited" -> Files.write(body, noise(LARGE, 3).toArray());
            case "longer" -> Files.write(body, noise(LARGE + 1, 1).toArray());
            case "missing" -> Files.delete(body);
            default -> {
                Path elsewhere = Files.move(body, root.resolve("elsewhere"));
                Files.createSymbolicLink(body, elsewhere);
            }
        }

        assertThatThrownBy(() -> found("one"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be read")
                .hasMessageContaining(body.getFileName().toString());
        assertThat(found("other")).isEqualTo(noise(LARGE, 2));
    }

    @Test
    void areNoticedWhenTheyChange() throws IOException {
        DirectoryStore store = store();
        store.append(question("one"), "", exchange("one", "audio/mpeg", noise(LARGE, 1)));
        Store.Version version = store.find(question("one")).version();

        assertThat(store.isCurrent(version)).isTrue();
        Files.write(bodies().get(0), new byte[] {1});
        assertThat(store.isCurrent(version)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.mp3", "/etc/passwd", "a/b.mp3", "..", ".hidden", "x.json", "a\\\\b", ""})
    void areInTheSameDirectory(String name) throws IOException {
        Store.Entry kept = store().append(question("one"), "", exchange("one", "audio/mpeg", noise(LARGE, 1)));
        Path file = root.resolve(kept.location());
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceAll("\"name\": \"[^\"]*\"", "\"name\": \"" + name.replace("\\", "\\\\") + "\""));

        assertThatThrownBy(() -> found("one")).hasMessageContaining("not the name of a file beside the recording");
    }

    @ParameterizedTest
    @MethodSource("names")
    void areReadAlsoWherePeopleHaveNamedTheRecording(String words) throws IOException {
        Path recording = named(words, "one", noise(LARGE, 1));
        DirectoryStore store = store();

        Store.Item old = store.at(recording.getFileName().toString()).orElseThrow();
        store.replace(old, question("one"), "", exchange("one", "audio/mpeg", noise(LARGE, 2)));

        assertThat(recording).exists();
        assertThat(found("one")).isEqualTo(noise(LARGE, 2));
        assertThat(bodies())
                .singleElement()
                .satisfies(body -> assertThat(
                                BodyFile.isOfRecording(body.getFileName().toString()))
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("visibleNames")
    void areReadAlsoWhereARecordingThatPeopleHaveNamedIsMoved(String words) throws IOException {
        named(words, "one", noise(LARGE, 1));

        TestId test = new TestId("b");
        StoreMove move = new StoreMove(root, KeyRules.NONE, any -> Optional.of(test));
        move.find(() -> {});
        move.move(() -> {});

        Question question = KeyRules.NONE.question(request("one"), test);
        assertThat(store().find(question).entries())
                .singleElement()
                .satisfies(entry -> assertThat(
                                entry.recording().exchange().response().body())
                        .isEqualTo(noise(LARGE, 1)));
    }

    private static Stream<String> names() {
        return PossibleNames.of("my welcome", "Begrüßung", "🎵", "a+b (1)", "..", "long");
    }

    private static Stream<String> visibleNames() {
        return names().filter(name -> !name.startsWith("."));
    }

    /** Keeps a recording, and gives its file another name, as long as one can be if the words are so. */
    private Path named(String words, String text, Bytes body) throws IOException {
        Store.Entry kept = store().append(question(text), "", exchange(text, "audio/mpeg", body));
        Path file = root.resolve(kept.location());
        String end = "-" + question(text).key().brief() + ".json";
        String slug = words.equals("long") ? "x".repeat(250 - end.length()) : words;
        return Files.move(file, root.resolve(slug + end));
    }

    @Test
    void goWithTheRecordingThatIsReplacedRemovedOrRestored() throws IOException {
        DirectoryStore store = store();
        Store.Entry first = store.append(question("one"), "", exchange("one", "audio/mpeg", noise(LARGE, 1)));
        Path before = bodies().get(0);

        Store.Entry second = store.replace(first, question("one"), "", exchange("one", "audio/mpeg", noise(LARGE, 2)));
        assertThat(bodies()).hasSize(1).doesNotContain(before);

        Store.Removed removed = store.remove(second).orElseThrow();
        assertThat(files()).isEmpty();
        assertThat(removed.size()).isGreaterThan(LARGE);

        store.restore(removed);
        assertThat(found("one")).isEqualTo(noise(LARGE, 2));

        store.replace(
                store.find(question("one")).entries().get(0),
                question("one"),
                "",
                exchange("one", "text/plain", Bytes.utf8("x")));
        assertThat(bodies()).isEmpty();
    }

    @Test
    void areReportedByLintWhereNoRecordingNamesThem() throws IOException {
        Store.Entry kept = store().append(question("one"), "", exchange("one", "audio/mpeg", noise(LARGE, 1)));
        Path orphan = root.resolve("http-speak-0123456789ab.2.01234567.mp3");
        Files.write(orphan, new byte[] {1});
        Files.write(root.resolve("notes.mp3"), new byte[] {1});

        assertThat(lint()).extracting(Finding::file).containsExactly("http-speak-0123456789ab.2.01234567.mp3");

        Files.delete(orphan);
        Files.writeString(root.resolve(kept.location()), "{\"reprise\": ");
        assertThat(lint()).extracting(Finding::file).containsExactly(kept.location());
    }

    @Test
    void moveWithARecordingThatLintRenames() throws IOException {
        Store.Entry kept = store().append(question("one"), "", exchange("one", "audio/mpeg", noise(LARGE, 1)));
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        for (Path file : files()) {
            Files.move(file, elsewhere.resolve(file.getFileName()));
        }

        new StoreLint(root, KeyRules.NONE, Remedy.RENAME, Redaction.DEFAULT).check(finding -> {});

        assertThat(root.resolve(kept.location())).exists();
        assertThat(found("one")).isEqualTo(noise(LARGE, 1));
        try (Stream<Path> left = Files.list(elsewhere)) {
            assertThat(left).isEmpty();
        }
    }

    private List<Finding> lint() {
        List<Finding> findings = new ArrayList<>();
        new StoreLint(root, KeyRules.NONE, Remedy.REPORT_ONLY, Redaction.DEFAULT).check(findings::add);
        return findings;
    }

    private DirectoryStore store() {
        return new DirectoryStore(root, KeyRules.NONE);
    }

    private Bytes found(String text) {
        return store().find(question(text))
                .entries()
                .get(0)
                .recording()
                .exchange()
                .response()
                .body();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private List<Path> bodies() throws IOException {
        return files().stream()
                .filter(file -> !file.toString().endsWith(".json"))
                .toList();
    }

    private static Question question(String text) {
        return KeyRules.NONE.question(request(text), TestId.NONE);
    }

    private static Request request(String text) {
        return Request.post("/v1/audio/speech", "{\"input\":\"" + text + "\"}");
    }

    private static Exchange exchange(String text, String type, Bytes body) {
        return new Exchange(request(text), Response.whole(200, type, body));
    }

    private static Bytes noise(int size, long seed) {
        byte[] noise = new byte[size];
        new Random(seed).nextBytes(noise);
        return Bytes.owning(noise);
    }
}
