package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for the exporter of each format that can hold recordings as they are. */
public abstract class ExporterContract {
    @TempDir
    protected Path directory;

    private record Entry(Recording recording, Question question, String location) implements Store.Entry {
        static Entry of(Recording recording) {
            return new Entry(
                    recording, KeyRules.NONE.question(recording.exchange().request(), recording.test()), "a.json");
        }
    }

    @Test
    void whatIsExportedIsImportedAsItWas() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<Recording> recordings = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            recordings.add(recording(random, i));
        }

        assertThat(export(recordings))
                .allSatisfy(exported -> assertThat(isChanged(exported)).isTrue());

        assertThat(found()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(recordings);
        assertThat(export(recordings))
                .allSatisfy(exported -> assertThat(isChanged(exported)).isFalse());
    }

    /** They are about a connection or a moment, and some servers send them so that they are recorded. */
    @Test
    void headersThatOtherToolsKeepTooOftenAreImportedFromAnExport() throws IOException {
        Headers asked = Headers.of("host", "h", "expect", "x", "content-length", "7");
        Headers answered = Headers.of("age", "7", "alt-svc", "h3", "content-encoding", "gzip", "content-length", "9");
        Recording recording = new Recording(
                new TestId("a"),
                "h.example",
                1,
                new Exchange(
                        new Request("HEAD", "/x", "", asked, Bytes.EMPTY),
                        new Response(200, answered, StreamFormat.WHOLE, List.of(), Ending.COMPLETE)));

        List<Exported> exported = export(List.of(recording));

        if (exported.get(0) instanceof Exported.Written) {
            assertThat(found()).containsExactly(recording);
        }
    }

    /** Windows and macOS take names for the same that differ in case, or in how an accent is spelled. */
    @Test
    void noTestTakesTheFileOfAnotherWhereFileSystemsIgnoreCase() throws IOException {
        Map<String, TestId> owners = new HashMap<>();
        List<Recording> recordings = Stream.of(
                        "com.Foo//x",
                        "com.foo//x",
                        "com.foo//X",
                        "Chat/hi",
                        "chat/hi",
                        "CHAT/ho",
                        "\u00c4/a",
                        "A\u0308/a",
                        "no-test",
                        "without-test",
                        "")
                .map(name -> new Recording(
                        new TestId(name),
                        "h.example",
                        1,
                        new Exchange(Request.get("/x"), Response.whole(200, "text/plain", Bytes.utf8(name + ".")))))
                .toList();

        List<Exported> exported = exportInOrder(recordings);

        for (int i = 0; i < recordings.size(); i++) {
            if (exported.get(i) instanceof Exported.Written written) {
                String file = Normalizer.normalize(written.location(), Normalizer.Form.NFC)
                        .toLowerCase(Locale.ROOT);
                assertThat(owners.put(file, recordings.get(i).test())).as(file).isNull();
            }
        }
        assertThat(found())
                .containsExactlyInAnyOrderElementsOf(recordings.stream()
                        .filter(recording -> owners.containsValue(recording.test()))
                        .toList());
    }

    @Test
    void answersToOneQuestionAreInTheirOrder() throws IOException {
        List<Recording> recordings = new ArrayList<>();
        for (int occurrence : List.of(1, 10, 2)) {
            Exchange exchange =
                    new Exchange(Request.get("/x"), Response.whole(200, "text/plain", Bytes.utf8("" + occurrence)));
            recordings.add(new Recording(TestId.NONE, "h.example", occurrence, exchange));
        }
        export(recordings);

        assertThat(found().stream()
                        .map(recording -> recording.exchange().response().body().toString()))
                .containsExactly("1", "2", "10");
    }

    /** Git on Windows may end the lines of a checkout with a carriage return and a line feed. */
    @Test
    void otherLineEndsChangeNoRecording() throws IOException {
        List<Recording> recordings = List.of(brief("a", "1"), brief("b", "2"), brief("a", "3"), brief("", "4"));
        export(recordings);

        checkOut();

        assertThat(found()).containsExactlyInAnyOrderElementsOf(recordings);
        assertThat(export(recordings))
                .allSatisfy(exported -> assertThat(isChanged(exported)).isFalse());
    }

    @Test
    void aSecondExportReplacesAndDeletesFilesThatHaveOtherLineEnds() throws IOException {
        exportInOrder(List.of(brief("a", "1"), brief("b", "2"), brief("a", "3")));
        checkOut();
        List<Recording> fewer = List.of(brief("a", "5"), brief("b", "2"));

        exportInOrder(fewer);

        assertThat(found()).containsExactlyInAnyOrderElementsOf(fewer);
    }

    private void checkOut() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
            }
        }
    }

    private static Recording brief(String test, String text) {
        Exchange exchange = new Exchange(Request.get("/" + text), Response.whole(200, "text/plain", Bytes.utf8(text)));
        return new Recording(new TestId(test), "h.example", 1, exchange);
    }

    private static final Map<String, String> UPSTREAMS =
            Map.of("openai", "https://api.openai.com/v1", "groq", "https://api.groq.com/openai/v1");

    protected abstract Format format();

    /** The format that reads what is written. */
    protected Format importer() {
        return format();
    }

    /** An exchange of any kind that the format can hold. */
    protected abstract Exchange any(Random random, int number);

    private Recording recording(Random random, int number) {
        TestId test = new TestId(
                List.of("", "a", "suite/ä test", "tests/b.py::test_c[1]").get(random.nextInt(4)));
        Optional<LocalDate> day =
                random.nextBoolean() ? Optional.of(LocalDate.of(2025, 1, 1 + number % 28)) : Optional.empty();
        String upstream = List.of("", "openai", "groq", "api.groq.com", "h.example", "localhost:11434")
                .get(random.nextInt(6));
        Exchange exchange = any(random, number);
        return new Recording(test, upstream, 1, exchange, day);
    }

    protected static Exchange whole(Random random, int number) {
        return AnyExchange.whole(random, number);
    }

    protected static Exchange stream(Random random, int number) {
        return AnyExchange.stream(random, number);
    }

    protected static Bytes bytes(Random random) {
        return AnyExchange.bytes(random);
    }

    /** As a store gives it. */
    protected static Store.Entry entry(Recording recording) {
        return Entry.of(recording);
    }

    private static boolean isChanged(Exported exported) {
        return ((Exported.Written) exported).isChanged();
    }

    /** Writes recordings as a store gives them, test by test. */
    protected final List<Exported> export(List<Recording> recordings) {
        return exportInOrder(recordings.stream()
                .sorted(Comparator.comparing(recording -> recording.test().name()))
                .toList());
    }

    protected final List<Exported> exportInOrder(List<Recording> recordings) {
        Format.InPlace inPlace = new Format.InPlace(KeyRules.NONE, UPSTREAMS, warning -> {});
        List<Exported> exported = new ArrayList<>();
        try (Exporter exporter = format().exporter(directory, inPlace).orElseThrow()) {
            recordings.forEach(recording -> exported.add(exporter.write(Entry.of(recording))));
        }
        return exported;
    }

    protected final List<Recording> found() {
        List<Recording> found = new ArrayList<>();
        new Formats(List.of(importer())).open(directory).forEach(each -> {
            assertThat(each).isInstanceOf(Found.Converted.class);
            assertThat(((Found.Converted) each).losses()).isEmpty();
            found.add(((Found.Converted) each).recording());
        });
        return found;
    }
}
