package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesExporterTest {
    @TempDir
    Path directory;

    private record Entry(Recording recording, Question question, String location) implements Store.Entry {}

    /** Lines with the bodies of answers. */
    private static final class Bodies implements LinesExporter.Spelling {
        @Override
        public String suffix() {
            return ".txt";
        }

        @Override
        public String beginning(TestId test) {
            return "[" + test.name() + "\n";
        }

        @Override
        public String separator() {
            return ",\n";
        }

        @Override
        public String end() {
            return "\n]";
        }

        @Override
        public boolean isOf(TestId test, String text) {
            return text.startsWith(beginning(test));
        }

        @Override
        public boolean isOwn(String text) {
            return text.startsWith("[");
        }

        @Override
        public LinesExporter.Line line(Recording recording) {
            return new LinesExporter.Line(recording.exchange().response().body().toString(), List.of());
        }
    }

    @Test
    void aSecondFileOfATestIsNotThatOfAnother() throws IOException {
        try (LinesExporter exporter = new LinesExporter(directory, new Bodies())) {
            exporter.write(entry("a", "1"));
            exporter.write(entry("b", "2"));
            exporter.write(entry("a", "3"));
            exporter.write(entry("a-2", "4"));
        }

        assertThat(directory.resolve("a.txt")).hasContent("[a\n1\n]");
        assertThat(directory.resolve("a-2.txt")).hasContent("[a\n3\n]");
        assertThat(directory.resolve("a-2-2.txt")).hasContent("[a-2\n4\n]");
    }

    @Test
    void testsWhoseNamesDifferInCaseHaveTwoFilesAlsoWhereFileSystemsIgnoreCase() throws IOException {
        try (LinesExporter exporter = new LinesExporter(directory, new Bodies())) {
            exporter.write(entry("com.Foo//x", "1"));
            exporter.write(entry("com.foo//x", "2"));
        }

        assertThat(directory.resolve("com.Foo/x.txt")).hasContent("[com.Foo//x\n1\n]");
        assertThat(directory.resolve("com.foo/x-2.txt")).hasContent("[com.foo//x\n2\n]");
    }

    @Test
    void furtherFilesOfATestThatHasBecomeSmallerAreDeleted() throws IOException {
        Files.writeString(directory.resolve("a-2.txt"), "[a\n1\n]");
        Files.writeString(directory.resolve("a-3.txt"), "[a\n2\n]");
        Files.writeString(directory.resolve("a-4.txt"), "[somebody else's\n");
        Files.writeString(directory.resolve("b-2.txt"), "[b-2\n3\n]");
        Files.writeString(directory.resolve("c-2.txt"), "[c\n4\n]");

        try (LinesExporter exporter = new LinesExporter(directory, new Bodies())) {
            exporter.write(entry("a", "1"));
            exporter.write(entry("b", "2"));
        }

        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.txt", "a-4.txt", "b.txt", "b-2.txt", "c-2.txt");
        }
    }

    @Test
    void nothingOfAnEarlierRunIsDeletedIfAFileCannotBeWritten() throws IOException {
        Files.writeString(directory.resolve("a.txt"), "[a\n1\n]");
        Files.writeString(directory.resolve("a-2.txt"), "[a\n2\n]");
        Files.writeString(directory.resolve(".tmp"), "in the place of the directory for files that are being written");
        LinesExporter exporter = new LinesExporter(directory, new Bodies());

        try (exporter) {
            exporter.write(entry("a", "3"));
        }

        assertThat(exporter.unwritten())
                .singleElement()
                .satisfies(file -> assertThat(file.location()).isEqualTo("a.txt"))
                .satisfies(file -> assertThat(file.recordings()).isEqualTo(1))
                .satisfies(file -> assertThat(file.reason()).contains(directory + "/a.txt"));
        assertThat(directory.resolve("a.txt")).hasContent("[a\n1\n]");
        assertThat(directory.resolve("a-2.txt")).hasContent("[a\n2\n]");
    }

    @Test
    void aFileWithTheSameContentIsNotWrittenAgain() throws IOException {
        Path file = directory.resolve("a.txt");
        Files.writeString(file, "[a\n1,\n2\n]");

        try (LinesExporter exporter = new LinesExporter(directory, new Bodies())) {
            assertThat(exporter.write(entry("a", "1"))).isEqualTo(new Exported.Written("a.txt", false, List.of()));
            assertThat(exporter.write(entry("a", "3"))).isEqualTo(new Exported.Written("a.txt", true, List.of()));
        }

        assertThat(file).hasContent("[a\n1,\n3\n]");
    }

    @Test
    void aFileThatNoEarlierRunHasWrittenStays() throws IOException {
        Files.writeString(directory.resolve("a.txt"), "{somebody else's}\n");
        Files.writeString(directory.resolve("b.txt"), "");
        Files.writeString(directory.resolve("c.txt"), "3\n");
        Files.writeString(directory.resolve("d.txt"), "[other\n7\n]");
        LinesExporter exporter = new LinesExporter(directory, new Bodies());

        try (exporter) {
            exporter.write(entry("a", "1"));
            exporter.write(entry("b", "2"));
            exporter.write(entry("c", "3"));
            exporter.write(entry("d", "4"));
        }

        assertThat(exporter.unwritten())
                .containsExactly(new Exporter.UnwrittenFile(
                        "a.txt", 1, "it is not a file of an earlier export; name another directory"));
        assertThat(directory.resolve("a.txt")).hasContent("{somebody else's}\n");
        assertThat(directory.resolve("b.txt")).hasContent("[b\n2\n]");
        assertThat(directory.resolve("c.txt")).hasContent("[c\n3\n]");
        assertThat(directory.resolve("d.txt")).hasContent("[d\n4\n]");
    }

    private static Store.Entry entry(String test, String body) {
        Request request = Request.get("/" + body);
        Exchange exchange = new Exchange(request, Response.whole(200, "text/plain", Bytes.utf8(body)));
        Recording recording = new Recording(new TestId(test), "", 1, exchange);
        return new Entry(recording, KeyRules.NONE.question(request, recording.test()), "a.json");
    }
}
