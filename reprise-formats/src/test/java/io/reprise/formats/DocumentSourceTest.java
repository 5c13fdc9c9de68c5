package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.TestId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentSourceTest {
    private static final String CASSETTE = "{\"one\":1}";

    @TempDir
    private Path directory;

    private final OneMember one = new OneMember("one");
    private final OneMember two = new OneMember("two");

    @Test
    void givesEachFileToTheFormatThatKnowsItsContent() throws IOException {
        write("b.json", "{\"two\":1}");
        write("a.json", CASSETTE);
        write("d/c.json", "\ufeff" + CASSETTE);
        write("other.txt", "not read");

        Source source = new Formats(List.of(one, two)).open(directory);

        assertThat(source.files()).isEqualTo(3);
        assertThat(described(source))
                .containsExactly("one a.json#1 test a", "two b.json#1 test b", "one d/c.json#1 test d/c");
    }

    @Test
    void namesForeignAndBrokenFilesAndReadsAllOthers() throws IOException {
        write("a.json", "{\"foreign\":true}");
        write("b.json", "{\n  \"one\": 1,,\n}");
        write("c.json", "{\"one\":\"broken\"}");
        write("d.json", "{\"reprise\":1}");
        write("e.json", CASSETTE);
        Files.write(directory.resolve("f.json"), new byte[] {'"', (byte) 0xff, '"'});

        List<String> found = described(new Formats(List.of(one, two)).open(directory));

        assertThat(found.get(0)).isEqualTo("left out a.json: it is in none of the formats one, two");
        assertThat(found.get(1))
                .startsWith("unreadable b.json: it is not JSON: ")
                .contains("line 2", "column 12");
        assertThat(found.get(2)).isEqualTo("unreadable c.json: it is broken");
        assertThat(found.get(3)).startsWith("left out d.json: it is a recording of Reprise itself");
        assertThat(found.get(4)).isEqualTo("one e.json#1 test e");
        assertThat(found.get(5)).isEqualTo("unreadable f.json: it is not UTF-8");
    }

    @Test
    void readsCompressedFiles() throws IOException {
        Files.write(directory.resolve("a.json.gz"), gzip(CASSETTE));
        Files.write(directory.resolve("b.json.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        Files.write(directory.resolve("c.json.gz"), gzip("\0".repeat(100 << 20)));

        List<String> found = described(new Formats(List.of(one)).open(directory));

        assertThat(found.get(0)).isEqualTo("one a.json.gz#1 test a");
        assertThat(found.get(1)).startsWith("unreadable b.json.gz: it cannot be decompressed");
        assertThat(found.get(2)).startsWith("unreadable c.json.gz: it cannot be decompressed: its decoded form is");
    }

    @Test
    void readsASingleFile() throws IOException {
        write("d/a.b.json", CASSETTE);

        assertThat(described(new Formats(List.of(one)).open(directory.resolve("d/a.b.json"))))
                .containsExactly("one a.b.json#1 test a.b");
    }

    @Test
    void visitsManyFilesInTheOrderOfTheirPathsAndReadsEachOnce() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 1_000; i < 1_300; i++) {
            write("t" + i + ".json", "{\"two\":" + i + "}");
            expected.add("two t" + i + ".json#1 test t" + i);
        }

        assertThat(described(new Formats(List.of(one, two)).open(directory))).isEqualTo(expected);
        assertThat(two.read.get()).isEqualTo(300);
    }

    @Test
    void readsOnlyItsOwnFilesWhereAFormatIsNamed() throws IOException {
        write("a.json", CASSETTE);
        write("b.json", "{\"two\":1}");

        assertThat(described(two.open(directory)))
                .containsExactly("left out a.json: it is in none of the formats two", "two b.json#1 test b");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(Bytes.utf8(text).toArray());
        }
        return out.toByteArray();
    }

    private static List<String> described(Source source) {
        List<String> all = new ArrayList<>();
        source.forEach(found -> {
            if (found instanceof Found.Converted converted) {
                all.add(converted.recording().upstream() + " " + found.origin() + " test "
                        + converted.recording().test());
            } else if (found instanceof Found.LeftOut left) {
                all.add("left out " + left.origin() + ": " + left.reason());
            } else if (found instanceof Found.Unreadable unreadable) {
                all.add("unreadable " + unreadable.origin() + ": " + unreadable.reason());
            }
        });
        return all;
    }

    /** JSON objects with a member of its name. */
    private static final class OneMember implements DocumentFormat {
        private final String name;
        private final AtomicInteger read = new AtomicInteger();

        OneMember(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isNamed(String file) {
            return file.endsWith(".json");
        }

        @Override
        public Optional<List<Found>> read(Document document) {
            read.incrementAndGet();
            return document.json().flatMap(json -> json.get(name)).map(value -> {
                if (value.string().isPresent()) {
                    throw new DocumentException("it is broken");
                }
                RecordedCall call = new RecordedCall("GET", "https://" + name + "/v1/x", Headers.NONE, Bytes.EMPTY);
                RecordedAnswer answer = new RecordedAnswer(200, Headers.NONE, Bytes.utf8("y"));
                return List.of(new RecordedExchange(call, answer, Optional.empty())
                        .found(document.origin(1), new TestId(document.stem()), List.of()));
            });
        }
    }
}
