package io.reprise.core.store.directory;

import static io.reprise.core.store.StoreContract.answer;
import static io.reprise.core.store.StoreContract.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.housekeeping.StoreLint;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.store.housekeeping.StoreLint.Severity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links in a store, and what is no file where a recording should be. */
class StoreLinksTest {
    private static final TestId TEST = new TestId("a_test");
    private static final Question HELLO = question("hello", TEST);
    private static final Question OTHER = question("other", TEST);

    @TempDir
    Path directory;

    private Path root;
    private Path outside;
    private Path hello;

    @BeforeEach
    void record() throws IOException {
        root = directory.resolve("recordings");
        outside = Files.createDirectories(directory.resolve("outside"));
        hello = append(HELLO, "Hi");
        append(OTHER, "Other");
    }

    @Test
    void areFollowedToFilesWithinTheStore() throws IOException {
        Path moved = Files.move(hello, root.resolve("moved.json"));
        Files.createSymbolicLink(hello, moved);

        assertThat(answers(HELLO)).containsExactly("Hi");
        assertThat(errors()).isEmpty();

        keep(HELLO, "changed");
        assertThat(answers(HELLO)).containsExactly("changed");
        assertThat(moved).content().contains("\"Hi\"");
    }

    @Test
    void areFollowedToDirectoriesWithinTheStore() throws IOException {
        Path moved = Files.move(hello.getParent(), root.resolve("moved"));
        Files.createSymbolicLink(hello.getParent(), moved);

        assertThat(answers(HELLO)).containsExactly("Hi");
        keep(HELLO, "changed");
        assertThat(answers(HELLO)).containsExactly("changed");
        assertThat(moved.resolve(hello.getFileName())).content().contains("changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "a_test", "../recordings", "loop2"})
    void toWhatIsInTheStoreAnywayShowNothingTwice(String target) throws IOException {
        List<String> before = scanned();
        Path other = target.equals("a_test") ? root.relativize(hello.getParent()) : Path.of(target);
        Files.createSymbolicLink(root.resolve("loop2"), Path.of("."));
        Files.createSymbolicLink(root.resolve("loop"), other);

        assertThat(scanned()).isEqualTo(before);
        assertThat(errors()).isEmpty();
        assertThat(answers(HELLO)).containsExactly("Hi");
    }

    @Test
    void mayLeadToTheStore() throws IOException {
        Path real = Files.move(root, directory.resolve("real"));
        Files.createSymbolicLink(root, Path.of("real"));

        assertThat(answers(HELLO)).containsExactly("Hi");
        keep(HELLO, "changed");
        assertThat(errors()).isEmpty();
        assertThat(real.resolve(root.relativize(hello))).content().contains("changed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "link out",
                "link to link out",
                "dangling link",
                "link to itself",
                "link to a device",
                "pipe",
                "link to a pipe",
                "directory",
                "full directory",
                "file of 1 TiB"
            })
    void areReportedAndHarmNoOtherWhereTheyAreNoRecordings(String kind) throws Exception {
        Map<Path, String> before = contents(outside);
        Path kept = outside.resolve("kept.json");
        Files.move(hello, kept);
        place(kind, hello, kept);
        before.put(kept, Files.readString(kept));

        assertThatThrownBy(() -> answers(HELLO))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'a_test/" + hello.getFileName() + "' cannot be read: ");
        assertThat(answers(OTHER)).containsExactly("Other");
        assertThat(errors()).containsExactly("a_test/" + hello.getFileName());
        assertThat(scanned()).containsExactly("Other");
        assertThat(contents(outside)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"link out", "link to link out", "dangling link", "link to itself", "pipe", "link to a pipe"})
    void areReplacedWhereTheQuestionIsRecordedAgain(String kind) throws Exception {
        Path kept = Files.move(hello, outside.resolve("kept.json"));
        place(kind, hello, kept);
        Map<Path, String> before = contents(outside);

        keep(HELLO, "new");

        assertThat(answers(HELLO)).containsExactly("new");
        assertThat(hello).isRegularFile();
        assertThat(contents(outside)).isEqualTo(before);
    }

    private void place(String kind, Path place, Path kept) throws Exception {
        switch (kind) {
            case "link out" -> Files.createSymbolicLink(place, kept);
            case "link to link out" -> {
                Path between = Files.createSymbolicLink(root.resolve("between"), kept);
                Files.createSymbolicLink(place, between);
            }
            case "dangling link" -> Files.createSymbolicLink(place, root.resolve("nothing"));
            case "link to itself" -> Files.createSymbolicLink(place, place);
            case "link to a device" -> Files.createSymbolicLink(place, Path.of("/dev/zero"));
            case "pipe" -> makePipe(place);
            case "link to a pipe" -> {
                makePipe(root.resolve("pipe"));
                Files.createSymbolicLink(place, root.resolve("pipe"));
            }
            case "directory" -> Files.createDirectory(place);
            case "file of 1 TiB" -> {
                try (RandomAccessFile file = new RandomAccessFile(place.toFile(), "rw")) {
                    file.setLength(1L << 40); // of which nothing is on the disk
                }
            }
            default -> Files.createFile(Files.createDirectory(place).resolve("x"));
        }
    }

    private static void makePipe(Path place) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void leadNobodyOutOfTheStoreInThePlaceOfADirectory() throws IOException {
        Path kept = Files.move(hello.getParent(), outside.resolve("kept"));
        Files.createSymbolicLink(hello.getParent(), kept);
        Map<Path, String> before = contents(kept);

        assertThatThrownBy(() -> answers(HELLO)).hasMessageContaining("a link leads out of");
        assertThatThrownBy(() -> append(question("new", TEST), "New"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("a link leads out of");
        assertThatThrownBy(() -> keep(HELLO, "changed")).isInstanceOf(StoreException.class);
        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString()).contains("'a_test'", "a link leads out of"));
        assertThat(scanned()).isEmpty();
        assertThat(contents(kept)).isEqualTo(before);
    }

    @Test
    void areNotFollowedWhenSomethingIsDeleted() throws IOException {
        Path kept = outside.resolve("kept");
        try (Store store = open()) {
            Store.Item item = store.series(HELLO, "").get(0);
            Files.move(hello.getParent(), kept);
            Files.createSymbolicLink(hello.getParent(), kept);

            assertThatThrownBy(() -> store.remove(item)).isInstanceOf(StoreException.class);
        }

        assertThat(kept.resolve(hello.getFileName())).isRegularFile();
    }

    @Test
    void areNotFollowedToTheDirectoryForTemporaryFiles() throws IOException {
        Path precious = Files.writeString(outside.resolve("1-1.tmp"), "text");
        Files.createSymbolicLink(root.resolve(".tmp"), outside);

        assertThatThrownBy(() -> keep(HELLO, "changed"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'.tmp' in it is a link, which is not followed; delete the link");

        assertThat(answers(HELLO)).containsExactly("Hi");
        assertThat(precious).hasContent("text");
        assertThat(outside).isDirectoryNotContaining(file -> !file.equals(precious));
        assertThat(root.resolve(".tmp")).isSymbolicLink();
    }

    @Test
    void areReportedWhereTheyLeadToNothing() throws IOException {
        Files.createSymbolicLink(root.resolve("nowhere"), root.resolve("nothing"));

        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .contains("'nowhere'", "a link to something that does not exist"));
    }

    @Test
    void mayBeHardSinceAFileIsNeverWrittenInItsPlace() throws IOException {
        Path kept = outside.resolve("kept.json");
        Files.createLink(kept, hello);

        keep(HELLO, "changed");

        assertThat(answers(HELLO)).containsExactly("changed");
        assertThat(kept).content().contains("\"Hi\"");
    }

    @Test
    void areFollowedByLintOnlyWithinTheStoreWhenItRenames() throws IOException {
        Path misnamed = Files.move(hello, hello.resolveSibling("hi.json"));
        Path kept = Files.createDirectory(outside.resolve("kept"));
        Files.createSymbolicLink(root.resolve("b_test"), kept);
        Files.writeString(misnamed, Files.readString(misnamed).replace("\"a_test\"", "\"b_test\""));

        List<Finding> findings = new ArrayList<>();
        new StoreLint(root, KeyRules.NONE, Remedy.RENAME, Redaction.DEFAULT).check(findings::add);

        assertThat(findings).anySatisfy(finding -> assertThat(finding.remedy()).contains("not renamed"));
        assertThat(misnamed).exists();
        assertThat(kept).isEmptyDirectory();
    }

    @Test
    void editsAreNoticedAlsoWhereSizeAndTimeAreAsBefore() throws IOException {
        try (Store store = open()) {
            Store.Version version = store.find(HELLO).version();
            FileTime time = Files.getLastModifiedTime(hello);
            assertThat(store.isCurrent(version)).isTrue();

            String edited = Files.readString(hello).replace("\"Hi\"", "\"Ho\"");
            for (int i = 0; i < 100 && store.isCurrent(version); i++) { // until the clock of the file system goes on
                Files.writeString(hello, edited);
                Files.setLastModifiedTime(hello, time);
            }

            assertThat(Files.getLastModifiedTime(hello)).isEqualTo(time);
            assertThat(store.isCurrent(version)).isFalse();
        }
        assertThat(answers(HELLO)).containsExactly("Ho");
    }

    private Store open() {
        return new DirectoryStore(root, KeyRules.NONE);
    }

    private Path append(Question question, String text) {
        try (Store store = open()) {
            return root.resolve(store.append(question, "", new Exchange(question.request(), answer(text)))
                    .location());
        }
    }

    private void keep(Question question, String text) {
        try (Store store = open()) {
            new RecordingKeeper(store)
                    .keep(question, "", new Exchange(question.request(), answer(text)), new Position.First());
        }
    }

    private List<String> answers(Question question) {
        try (Store store = open()) {
            return store.find(question).entries().stream()
                    .map(StoreLinksTest::text)
                    .toList();
        }
    }

    private List<String> scanned() {
        List<String> texts = new ArrayList<>();
        try (Store store = open()) {
            store.forEach(entry -> texts.add(text(entry)), broken -> {});
        }
        return texts;
    }

    private static String text(Store.Entry entry) {
        String body = entry.recording().exchange().response().body().toString();
        return Stream.of("Hi", "Ho", "Other", "changed", "new")
                .filter(word -> body.contains('"' + word + '"'))
                .findFirst()
                .orElse(body);
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        new StoreLint(root, KeyRules.NONE, Remedy.REPORT_ONLY, Redaction.DEFAULT).check(findings::add);
        return findings;
    }

    private List<String> errors() {
        return findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(Finding::file)
                .toList();
    }

    private static Map<Path, String> contents(Path directory) throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                contents.put(file, Files.readString(file));
            }
        }
        return contents;
    }
}
