package io.reprise.core.store.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.store.housekeeping.StoreLint.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLintTest {
    private static final Question HELLO = StoreContract.question("hello", TestId.NONE);

    @TempDir
    Path root;

    private Path file = Path.of("");

    @BeforeEach
    void keepOneRecording() throws IOException {
        keep(HELLO, 1);
        try (Stream<Path> files = Files.list(root)) {
            file = files.findFirst().orElseThrow();
        }
    }

    @Test
    void tellsOfItsProgressAfterEachFile() throws IOException {
        Files.writeString(root.resolve("broken.json"), "{\"reprise\": 1}");
        Files.writeString(root.resolve("package.json"), "{}");
        AtomicInteger files = new AtomicInteger();

        new StoreLint(root, KeyRules.NONE, Remedy.REPORT_ONLY, Redaction.DEFAULT)
                .check(finding -> {}, files::incrementAndGet, Runnable::run);

        assertThat(files).hasValue(3); // with the recording that each test has
    }

    @Test
    void findsNothingInWhatTheStoreWrote() throws IOException {
        keep(HELLO, 2);
        keep(StoreContract.question("hello", new TestId("../a test")), 1);

        assertThat(lint(Remedy.REPORT_ONLY)).isEmpty();
    }

    @Test
    void reportsABrokenFile() throws IOException {
        Files.writeString(file, "{");

        assertThat(lint(Remedy.REPORT_ONLY)).extracting(Finding::severity).containsExactly(Severity.ERROR);
        assertThat(lint(Remedy.REPORT_ONLY).get(0).problem()).contains("it is not valid JSON");
    }

    @Test
    void reportsAFileThatIsNotWhereItsContentSays() throws IOException {
        Path moved = Files.createDirectories(root.resolve("test")).resolve("x.json");
        Files.move(file, moved);

        assertThat(lint(Remedy.REPORT_ONLY))
                .containsExactly(new Finding(
                        "test/x.json",
                        Severity.WARNING,
                        "its name or directory does not match its content, so it is found only after all files have been read",
                        "rename it to '" + file.getFileName() + "'"));
        assertThat(lint(Remedy.RENAME))
                .extracting(Finding::remedy)
                .containsExactly("renamed to '" + file.getFileName() + "'");
        assertThat(lint(Remedy.REPORT_ONLY)).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void renamesNothingOverAnotherFile() throws IOException {
        Files.copy(file, root.resolve("copy.json"));

        assertThat(lint(Remedy.RENAME))
                .extracting(Finding::problem)
                .containsExactlyInAnyOrder(
                        "it is the same occurrence of the same question as '" + first() + "'",
                        "its name or directory does not match its content, so it is found only after all files have been read");
        assertThat(root.resolve("copy.json")).exists();
    }

    private String first() {
        List<String> seen = new ArrayList<>();
        new DirectoryStore(root, KeyRules.NONE).forEach(entry -> seen.add(entry.location()), broken -> {});
        return seen.get(0);
    }

    @Test
    void reportsAGapInTheOccurrences() throws IOException {
        keep(HELLO, 3);

        assertThat(lint(Remedy.REPORT_ONLY))
                .extracting(Finding::problem)
                .containsExactly("it is occurrence 3, but there are only 2");
    }

    @Test
    void reportsMembersThatAreLikelyMisspelt() throws IOException {
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"status\": 200", "\"status\": 200, \"chunk\": [], \"x-why\": \"a note\""));

        assertThat(lint(Remedy.REPORT_ONLY))
                .extracting(Finding::problem)
                .containsExactly("the member 'response.chunk' is unknown and has no effect");
    }

    @Test
    void reportsAHeaderThatCannotBeServed() throws IOException {
        Files.writeString(
                file, Files.readString(file).replace("\"headers\": {", "\"headers\": {\n      \"x note\": \"a\\nb\","));

        assertThat(lint(Remedy.REPORT_ONLY)).extracting(Finding::severity).containsExactly(Severity.ERROR);
        assertThat(lint(Remedy.REPORT_ONLY).get(0).problem())
                .startsWith("it cannot be read: its member 'response.headers.x note'");
    }

    @Test
    void reportsAHeaderThatIsNotServed() throws IOException {
        Files.writeString(
                file,
                Files.readString(file).replace("\"headers\": {", "\"headers\": {\n      \"content-length\": \"99\","));

        assertThat(lint(Remedy.REPORT_ONLY))
                .extracting(Finding::problem)
                .containsExactly("the member 'response.headers.content-length' has no effect");
    }

    @Test
    void reportsAHeaderWithoutAValue() throws IOException {
        Files.writeString(file, Files.readString(file).replace("\"headers\": {", "\"headers\": {\n      \"x-a\": [],"));

        assertThat(lint(Remedy.REPORT_ONLY))
                .extracting(Finding::problem, Finding::remedy)
                .containsExactly(tuple(
                        "the member 'response.headers.x-a' has no effect",
                        "give it a value, or delete it: its list is empty"));
    }

    @Test
    void reportsCredentials() throws IOException {
        Files.writeString(file, Files.readString(file).replace("\"Hi\"", "\"sk-proj-" + "a1B2c3D4".repeat(6) + "\""));

        assertThat(lint(Remedy.REPORT_ONLY)).hasSize(1);
        assertThat(lint(Remedy.REPORT_ONLY).get(0).problem())
                .startsWith("it seems to contain a credential: ")
                .doesNotContain("sk-proj-a1B2");
    }

    @Test
    void reportsCredentialsInTheQuery() throws IOException {
        Files.writeString(
                file,
                Files.readString(file).replace("\"path\": ", "\"query\": \"key=AIza0123456789\",\n    \"path\": "));

        assertThat(lint(Remedy.REPORT_ONLY))
                .extracting(Finding::problem)
                .containsExactly("it seems to contain a credential: a header or a member of the query");
    }

    private List<Finding> lint(Remedy remedy) {
        List<Finding> findings = new ArrayList<>();
        new StoreLint(root, KeyRules.NONE, remedy, Redaction.DEFAULT).check(findings::add);
        return findings;
    }

    private void keep(Question question, int occurrence) throws IOException {
        Recording recording = new Recording(
                question.test(), "", occurrence, new Exchange(question.request(), StoreContract.answer("Hi")));
        Path place = new RecordingPaths(root).placeOf(recording, question, Optional.empty());
        Files.createDirectories(place.getParent());
        Files.write(place, RecordingFile.write(recording).toArray());
    }
}
