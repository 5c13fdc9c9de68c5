package io.reprise.formats.cassette;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.formats.DocumentFormat;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import io.reprise.formats.Format;
import io.reprise.formats.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git on Windows may end the lines of a checkout with a carriage return and a line feed. */
class ExportedLineEndsTest {
    private static final List<DocumentFormat> FORMATS =
            List.of(new VcrpyFormat(), new RubyVcrFormat(), new GoVcrFormat());
    private static final Recording OF_NO_TEST = recording("", "", "POST", "one");
    private static final Recording IN_SMALL_LETTERS = recording("t", "a.example", "patch", "two");

    @TempDir
    private Path directory;

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

    @Test
    void anImportUnderstandsTheCommentsOfAnExport() throws IOException {
        for (DocumentFormat format : List.of(new VcrpyFormat(), new GoVcrFormat())) {
            Path target = directory.resolve(format.name());
            export(format, target, List.of(OF_NO_TEST, IN_SMALL_LETTERS));

            checkOut(target);

            assertThat(imported(format, target))
                    .as(format.name())
                    .containsExactlyInAnyOrder(OF_NO_TEST.toString(), IN_SMALL_LETTERS.toString());
        }
    }

    @Test
    void theRecordingsAreUnchanged() throws IOException {
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());
            export(format, target, List.of(OF_NO_TEST, IN_SMALL_LETTERS));
            checkOut(target);

            List<Exported> again = export(format, target, List.of(OF_NO_TEST, IN_SMALL_LETTERS));

            assertThat(again)
                    .as(format.name())
                    .allMatch(result -> result instanceof Exported.Written written && !written.isChanged());
        }
    }

    @Test
    void aFileThatAnyVersionHasWrittenIsReplaced() throws IOException {
        for (DocumentFormat format : FORMATS) {
            Path target = directory.resolve(format.name());
            export(format, target, List.of(OF_NO_TEST));
            Path file = target.resolve(format instanceof RubyVcrFormat ? "without-test.yml" : "without-test.yaml");
            Files.writeString(file, Files.readString(file).replaceFirst(".* written by .*\n", ""));
            checkOut(target);
            Recording other = recording("", "", "POST", "other");

            export(format, target, List.of(other));

            assertThat(imported(format, target)).as(format.name()).containsExactly(other.toString());
        }
    }

    @Test
    void aFileForRubysVcrOfTheFirstVersionIsReplaced() throws IOException {
        RubyVcrFormat format = new RubyVcrFormat();
        export(format, directory, List.of(IN_SMALL_LETTERS));
        Path file = directory.resolve("t.yml");
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^#.*\n", ""));
        checkOut(directory);
        Recording other = recording("t", "a.example", "POST", "other");

        export(format, directory, List.of(other));

        assertThat(imported(format, directory)).containsExactly(other.toString());
    }

    private static void checkOut(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
            }
        }
    }

    private static List<Exported> export(DocumentFormat format, Path target, List<Recording> recordings) {
        Format.InPlace inPlace = new Format.InPlace(KeyRules.NONE, Map.of(), any -> {});
        List<Exported> exported = new ArrayList<>();
        Exporter exporter = format.exporter(target, inPlace).orElseThrow();
        try (exporter) {
            recordings.forEach(recording -> exported.add(exporter.write(new Kept(recording))));
        }
        assertThat(exporter.unwritten()).as(format.name()).isEmpty();
        return exported;
    }

    private static List<String> imported(DocumentFormat format, Path source) {
        List<String> all = new ArrayList<>();
        format.open(source)
                .forEach(found -> all.add(((Found.Converted) found).recording().toString()));
        return all;
    }

    private static Recording recording(String test, String upstream, String method, String answer) {
        Request request = new Request(
                method, "/v1/x", "", Headers.of("content-type", "application/json"), Bytes.utf8("{\"q\":\"a\\nb\"}"));
        Response response = Response.whole(200, "text/plain", Bytes.utf8(answer + "\nof two lines\n"));
        return new Recording(new TestId(test), upstream, 1, new Exchange(request, response));
    }
}
