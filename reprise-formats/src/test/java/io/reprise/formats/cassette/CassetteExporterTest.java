package io.reprise.formats.cassette;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
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
import io.reprise.formats.AnyExchange;
import io.reprise.formats.DocumentFormat;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import io.reprise.formats.Format;
import io.reprise.formats.Found;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassetteExporterTest {
    private static final List<DocumentFormat> FORMATS =
            List.of(new VcrpyFormat(), new RubyVcrFormat(), new GoVcrFormat());

    @TempDir
    private Path directory;

    @Test
    void writesWhatVcrpyWrites() throws IOException {
        Recording one =
                recording("test_chat/test_one[a]", "api.openai.com", 1, "{\"a\":\"\u00e9\u2028\"}", "data: 1\n\n");

        List<Exported> exported = export(new VcrpyFormat(), List.of(one));

        assertThat(exported).containsExactly(new Exported.Written("test_chat/test_one[a].yaml", true, List.of()));
        assertThat(Files.readString(directory.resolve("test_chat/test_one[a].yaml")))
                .isEqualTo("""
                        # Reprise: written by 'reprise export', which replaces this file
                        version: 1
                        interactions:
                        - request:
                            body: "{\\"a\\":\\"\u00e9\\L\\"}"
                            headers:
                              "content-type":
                              - "application/json"
                            method: POST
                            uri: "https://api.openai.com/v1/x?q=1"
                          response:
                            body:
                              string: "data: 1\\n\\n"
                            headers:
                              "x-a":
                              - "1"
                              - "2"
                            status:
                              code: 200
                              message: OK
                        """);
    }

    @Test
    void writesTheSameRecordingsThatAnImportReads() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Recording> recordings = new ArrayList<>();
        for (int test = 0; test < 20; test++) {
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                recordings.add(recording(
                        "t" + test + "/test_" + test + "-x", "h" + i + ".example", i, text(random), text(random)));
            }
        }
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());

            export(format, target, recordings);

            assertThat(imported(format, target))
                    .as(format.name() + ", seed " + seed)
                    .containsExactlyInAnyOrderElementsOf(recordings.stream()
                            .map(CassetteExporterTest::described)
                            .toList());
        }
    }

    /** The upstream has its API below a path of its own, and clients ask Reprise for the plain one. */
    @Test
    void urlsAreThoseOfTheUpstreamAndAnImportGivesThePathsThatClientsAskFor() throws IOException {
        Request request = new Request("POST", "/v1/chat/completions", "a=b", Headers.NONE, Bytes.utf8("{}"));
        Response answer = Response.whole(200, "application/json", Bytes.utf8("{}"));
        Recording plain = new Recording(new TestId("t"), "api.groq.com", 1, new Exchange(request, answer));
        for (DocumentFormat format : FORMATS) {
            for (String name : List.of("groq", "api.groq.com")) {
                Path target = directory.resolve(format.name() + name);
                Recording recording = new Recording(plain.test(), name, 1, plain.exchange());
                Format.InPlace groq = new Format.InPlace(
                        KeyRules.NONE, Map.of("groq", "https://api.groq.com/openai/v1"), warning -> {});

                try (Exporter exporter = format.exporter(target, groq).orElseThrow()) {
                    exporter.write(new Kept(recording));
                }

                assertThat(Files.readString(
                                SourceFiles.under(target, file -> true).get(0)))
                        .contains("\"https://api.groq.com/openai/v1/chat/completions?a=b\"\n");
                assertThat(imported(format, target)).containsExactly(described(plain));
            }
        }
    }

    @Test
    void methodsAndHeadersStayOrAreNamed() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (DocumentFormat format : FORMATS) {
            for (int i = 0; i < 100; i++) {
                Recording recording = new Recording(new TestId("t" + i), "h.example", 1, AnyExchange.whole(random, i));
                Path target = directory.resolve(format.name() + i);

                List<Exported> exported = export(format, target, List.of(recording));

                List<String> losses = ((Exported.Written) exported.get(0))
                        .losses().stream().map(loss -> loss.what()).toList();
                String method = recording.exchange().request().method();
                boolean isLost = format instanceof RubyVcrFormat && !method.equals(method.toUpperCase(Locale.ROOT));
                assertThat(losses.contains("request.method"))
                        .as("%s, %s, seed %d", format.name(), method, seed)
                        .isEqualTo(isLost);
                Request asked = recording.exchange().request();
                Headers kept = RecordedCall.kept(asked.headers());
                assertThat(losses.contains("request.headers"))
                        .as("%s, seed %d", format.name(), seed)
                        .isEqualTo(!kept.equals(asked.headers()));
                Request expected = new Request(
                        isLost ? method.toUpperCase(Locale.ROOT) : method,
                        asked.path(),
                        asked.query(),
                        kept,
                        asked.body());
                Response answer = recording.exchange().response();
                Response answered = expected.method().equals("HEAD") ? answer.withChunks(List.of()) : answer;
                assertThat(imported(format, target))
                        .as("%s, seed %d", format.name(), seed)
                        .containsExactly(described(recording.with(new Exchange(expected, answered))));
            }
        }
    }

    @Test
    void methodsOfOtherWritersHaveTheUsualCase() throws IOException {
        Path file = directory.resolve("t.yaml");
        Recording recording = recording("t", "a", 1, "q", "one");
        export(new VcrpyFormat(), List.of(recording));
        Files.writeString(file, Files.readString(file).replace("method: POST", "method: post"));

        assertThat(imported(new VcrpyFormat(), directory)).containsExactly(described(recording));
    }

    @Test
    void namesHeadersThatAnImportLeavesOut() {
        Headers asked = Headers.of("host", "h");
        Headers answered = Headers.of("age", "7");
        Recording recording = new Recording(
                new TestId("t"),
                "a",
                1,
                new Exchange(
                        new Request("GET", "/x", "", asked, Bytes.EMPTY),
                        new Response(200, answered, StreamFormat.WHOLE, List.of(), Ending.COMPLETE)));
        for (DocumentFormat format : FORMATS) {
            List<Exported> exported = export(format, directory.resolve(format.name()), List.of(recording));

            assertThat(((Exported.Written) exported.get(0)).losses())
                    .extracting(loss -> loss.what())
                    .containsExactly("request.headers", "response.headers");
        }
    }

    @Test
    void recordingsWithoutTestAndUpstreamAreImportedWithoutThem() throws IOException {
        List<Recording> recordings = List.of(
                recording("", "", 1, "a", "b"),
                recording("", "api.example", 1, "c", "d"),
                recording("t", "", 1, "e", "f"));
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());

            export(format, target, recordings);

            assertThat(imported(format, target))
                    .as(format.name())
                    .containsExactlyInAnyOrderElementsOf(recordings.stream()
                            .map(CassetteExporterTest::described)
                            .toList());
        }
        assertThat(Files.readString(directory.resolve("vcrpy/without-test.yaml")))
                .startsWith("# Reprise: written by 'reprise export', which replaces this file\n"
                        + "# Reprise: these recordings have no test id\n"
                        + "# Reprise: http://localhost stands for no upstream\nversion: 1\n");
    }

    @Test
    void aTestMayHaveTheNameOfTheFileOfNoTest() {
        Recording recording = recording("without-test", "a.example", 1, "a", "b");
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());

            export(format, target, List.of(recording));

            assertThat(imported(format, target)).as(format.name()).containsExactly(described(recording));
        }
    }

    @Test
    void localhostIsAnUpstreamIfItHasReallyAnswered() {
        List<Recording> recordings =
                List.of(recording("t", "localhost", 1, "a", "b"), recording("t", "localhost", 1, "c", "d"));
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());

            export(format, target, List.of(recording("t", "", 1, "e", "f"), recordings.get(0), recordings.get(1)));

            assertThat(imported(format, target))
                    .as(format.name())
                    .containsAll(recordings.stream()
                            .map(CassetteExporterTest::described)
                            .toList());
        }
    }

    @Test
    void keepsBytesThatAreNoText() {
        Bytes bytes = Bytes.owning(new byte[] {(byte) 0xff, 0, 1});
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());
            Recording recording = new Recording(
                    new TestId("t"),
                    "a",
                    1,
                    new Exchange(
                            new Request("POST", "/b", "", Headers.NONE, bytes),
                            Response.whole(404, "audio/wav", bytes)));

            export(format, target, List.of(recording));

            assertThat(imported(format, target)).as(format.name()).containsExactly(described(recording));
        }
    }

    @Test
    void keepsTheOrderOfAnswersAndChangesNothingTheSecondTime() {
        List<Recording> recordings = List.of(
                recording("t", "a", 10, "q", "ten"),
                recording("t", "a", 2, "q", "two"),
                recording("t", "a", 1, "q", "one"));
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());

            export(format, target, recordings);
            List<Exported> again = export(format, target, recordings);

            assertThat(imported(format, target))
                    .as(format.name())
                    .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .containsExactly("one", "two", "ten");
            assertThat(again).allMatch(result -> result instanceof Exported.Written written && !written.isChanged());
        }
    }

    @Test
    void appendsToTheFileOfATestThatComesAgain() {
        List<Recording> recordings = List.of(
                recording("t", "a", 1, "q", "one"),
                recording("u", "a", 1, "q", "x"),
                recording("t", "a", 2, "q", "two"));

        export(new GoVcrFormat(), recordings);

        assertThat(imported(new GoVcrFormat(), directory)).hasSize(3);
    }

    @Test
    void aFileThatNoEarlierExportHasWrittenStays() throws IOException {
        Recording one = recording("t", "a", 1, "q", "one");
        Recording two = recording("t", "a", 1, "r", "two");
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());
            Path file = target.resolve(format instanceof RubyVcrFormat ? "t.yml" : "t.yaml");
            export(format, target, List.of(one, two));
            String foreign = withoutComments(file).replace("recorded_with: Reprise", "recorded_with: VCR 6.2.0");
            Files.writeString(file, foreign);

            assertThat(unwritten(format, target, List.of(one)))
                    .as(format.name())
                    .containsExactly(new Exporter.UnwrittenFile(
                            file.getFileName().toString(),
                            0,
                            "it is not a file of an earlier export; name another directory"));

            assertThat(file).as(format.name()).hasContent(foreign);
        }
    }

    @Test
    void aFileIsReplacedIfNothingOfItIsLost() throws IOException {
        Recording one = recording("t", "a", 1, "q", "one");
        Recording two = recording("t", "a", 1, "r", "two");
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());
            Path file = target.resolve(format instanceof RubyVcrFormat ? "t.yml" : "t.yaml");
            export(format, target, List.of(one));
            Files.writeString(
                    file,
                    withoutComments(file)
                            .replace("recorded_with: Reprise", "recorded_with: VCR 6.2.0")
                            .replace("\"q\"", "'q'"));

            assertThat(unwritten(format, target, List.of(one, two)))
                    .as(format.name())
                    .isEmpty();

            assertThat(imported(format, target)).as(format.name()).hasSize(2);
        }
    }

    @Test
    void aFileOfAnEarlierExportOrAnEmptyOneIsReplaced() throws IOException {
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());
            export(format, target, List.of(recording("t", "a", 1, "q", "one")));
            String suffix = format instanceof RubyVcrFormat ? ".yml" : ".yaml";
            Files.writeString(target.resolve("u" + suffix), "");

            List<Recording> others = List.of(recording("t", "a", 1, "r", "two"), recording("u", "a", 1, "r", "two"));
            assertThat(unwritten(format, target, others)).as(format.name()).isEmpty();

            assertThat(imported(format, target))
                    .as(format.name())
                    .containsExactlyInAnyOrderElementsOf(
                            others.stream().map(CassetteExporterTest::described).toList());
        }
    }

    private static String withoutComments(Path file) throws IOException {
        return Files.readString(file).replaceAll("(?m)^#.*\n", "");
    }

    private static List<Exporter.UnwrittenFile> unwritten(
            DocumentFormat format, Path target, List<Recording> recordings) {
        Exporter exporter = format.exporter(target, new Format.InPlace(KeyRules.NONE, Map.of(), any -> {}))
                .orElseThrow();
        try (exporter) {
            recordings.forEach(recording -> exporter.write(new Kept(recording)));
        }
        return exporter.unwritten();
    }

    @Test
    void namesFilesAsRubysVcrLooksForThem() {
        List<Recording> recordings = List.of(
                recording("Chat/tells a joke.", "a", 1, "q", "one"),
                recording("Chat/tells_a_joke_", "a", 1, "q", "two"));

        List<Exported> exported = export(new RubyVcrFormat(), recordings);

        assertThat(exported)
                .extracting(each -> ((Exported.Written) each).location())
                .element(1)
                .isEqualTo("Chat/tells_a_joke_.yml");
        assertThat(exported)
                .extracting(each -> ((Exported.Written) each).location())
                .doesNotHaveDuplicates();
    }

    @Test
    void noPathIsThatOfAnotherTestWhereFileSystemsIgnoreCase() {
        List<Recording> recordings = Stream.of("Chat/hi", "chat/hi", "Chat/Hi", "chat/ho", "Chat/ha")
                .map(name -> recording(name, "a", 1, "q", name))
                .toList();
        for (DocumentFormat format : FORMATS) {
            List<Exported> exported = export(format, directory.resolve(format.name()), recordings);

            List<String> locations = exported.stream()
                    .map(each -> ((Exported.Written) each).location())
                    .toList();
            assertThat(locations).startsWith("Chat/hi" + (format instanceof RubyVcrFormat ? ".yml" : ".yaml"));
            assertThat(locations.stream().map(CassetteExporterTest::ignoringCase))
                    .doesNotHaveDuplicates();
            assertThat(directories(locations).stream().map(CassetteExporterTest::ignoringCase))
                    .as("a directory names its tests, and has one spelling")
                    .doesNotHaveDuplicates();
            assertThat(exported.stream()
                            .filter(each -> !((Exported.Written) each).losses().isEmpty()))
                    .as(format.name())
                    .hasSize(3);
        }
    }

    private static Set<String> directories(List<String> locations) {
        return locations.stream()
                .map(location -> location.substring(0, location.lastIndexOf('/')))
                .collect(Collectors.toSet());
    }

    private static String ignoringCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Test
    void namesWhatTheFilesCannotSay() {
        Response cut = new Response(200, Headers.NONE, StreamFormat.WHOLE, List.of(), Ending.CUT);
        Recording timed = new Recording(
                TestId.NONE,
                "",
                1,
                new Exchange(
                        Request.get("/a"),
                        new Response(
                                200,
                                Headers.NONE,
                                StreamFormat.WHOLE,
                                List.of(new Chunk(7, Bytes.utf8("x"))),
                                Ending.EARLY)));
        Recording broken = new Recording(new TestId("t"), "a", 1, new Exchange(Request.get("/a"), cut));
        Recording outside = recording("../../a:b", "a", 1, "q", "one");

        List<Exported> exported = export(new VcrpyFormat(), List.of(timed, broken, outside));

        assertThat(((Exported.Written) exported.get(0)).losses())
                .extracting(loss -> loss.what())
                .containsExactly("test id", "upstream", "times of chunks", "ending");
        assertThat(exported.get(1)).isInstanceOf(Exported.LeftOut.class);
        assertThat(((Exported.Written) exported.get(2)).losses())
                .extracting(loss -> loss.what())
                .containsExactly("test id");
        assertThat(((Exported.Written) exported.get(2)).location()).doesNotContain("..", ":");
    }

    private List<Exported> export(DocumentFormat format, List<Recording> recordings) {
        return export(format, directory, recordings);
    }

    private static List<Exported> export(DocumentFormat format, Path target, List<Recording> recordings) {
        Format.InPlace inPlace = new Format.InPlace(KeyRules.NONE, Map.of(), any -> {});
        List<Exported> exported = new ArrayList<>();
        try (Exporter exporter = format.exporter(target, inPlace).orElseThrow()) {
            recordings.forEach(recording -> exported.add(exporter.write(new Kept(recording))));
        }
        return exported;
    }

    private static List<String> imported(DocumentFormat format, Path source) {
        List<String> all = new ArrayList<>();
        format.open(source).forEach(found -> all.add(described(((Found.Converted) found).recording())));
        return all;
    }

    private static String described(Recording recording) {
        Exchange exchange = recording.exchange();
        return recording.test() + " " + recording.upstream() + " " + exchange.request() + " "
                + exchange.response().status() + " " + exchange.response().headers() + " "
                + exchange.response().body().latin1();
    }

    private static Recording recording(String test, String upstream, int occurrence, String question, String answer) {
        Request request = new Request(
                "POST", "/v1/x", "q=1", Headers.of("content-type", "application/json"), Bytes.utf8(question));
        Response response = new Response(
                200,
                Headers.of("x-a", "1", "x-a", "2"),
                StreamFormat.WHOLE,
                List.of(new Chunk(0, Bytes.utf8(answer))),
                Ending.COMPLETE);
        return new Recording(new TestId(test), upstream, occurrence, new Exchange(request, response));
    }

    private static String text(Random random) {
        byte[] bytes = new byte[random.nextInt(1, 60)];
        random.nextBytes(bytes);
        int[] characters = {
            'a', ' ', '\n', '\r', '\t', '"', '\\', ':', '#', 0, 7, 0x7f, 0x85, 0xa0, 0xe9, 0x2028, 0xfeff, 0xfffe,
            0x1f600, 0xe0041
        };
        StringBuilder text = new StringBuilder("x");
        for (byte one : bytes) {
            text.appendCodePoint(characters[Math.floorMod(one, characters.length)]);
        }
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private record Kept(Recording recording) implements Store.Entry {
        @Override
        public Question question() {
            return KeyRules.NONE.question(recording.exchange().request(), recording.test());
        }

        @Override
        public String location() {
            return "x";
        }
    }
}
