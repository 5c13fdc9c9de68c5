package io.reprise.formats.llamastack;

import static io.reprise.core.store.StoreContract.answer;
import static io.reprise.core.store.StoreContract.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Severity;
import io.reprise.formats.Format;
import io.reprise.formats.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links in a tree of llama-stack's recordings, and what is no file where a recording should be. */
class LlamaStackLinksTest {
    private static final Question HELLO = question("hello", TestId.NONE);
    private static final Question OTHER = question("other", TestId.NONE);

    @TempDir
    Path directory;

    private Path root;
    private Path outside;
    private Path hello;

    @BeforeEach
    void record() throws IOException {
        root = Files.createDirectories(directory.resolve("tests"));
        outside = Files.createDirectories(directory.resolve("outside/recordings"));
        hello = append(HELLO);
        append(OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"link out", "dangling link", "pipe", "link to a device"})
    void areNamedAndHarmNoOther(String kind) throws Exception {
        Path kept = Files.move(hello, outside.resolve(hello.getFileName()));
        switch (kind) {
            case "link out" -> Files.createSymbolicLink(hello, kept);
            case "dangling link" -> Files.createSymbolicLink(hello, root.resolve("nothing"));
            case "link to a device" -> Files.createSymbolicLink(hello, Path.of("/dev/zero"));
            default ->
                assertThat(new ProcessBuilder("mkfifo", hello.toString())
                                .start()
                                .waitFor())
                        .isZero();
        }

        try (Store store = open()) {
            assertThat(store.find(HELLO).entries()).isEmpty();
            assertThat(store.find(OTHER).entries()).hasSize(1);
        }
        String location = root.relativize(hello).toString();
        assertThat(lint())
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .extracting(Finding::file)
                .containsExactly(location);
        assertThat(imported())
                .filteredOn(Found.Unreadable.class::isInstance)
                .extracting(Found::origin)
                .containsExactly(location);
        assertThat(imported()).filteredOn(Found.Converted.class::isInstance).hasSize(1);
    }

    @Test
    void leadNobodyOutOfTheTreeInThePlaceOfADirectory() throws IOException {
        Path recordings = hello.getParent();
        Files.delete(outside);
        Files.move(recordings, outside);
        Files.createSymbolicLink(recordings, outside);
        append(question("in the tree", new TestId("tests/unit/test_a.py::test_b")));
        String before = Files.readString(outside.resolve(hello.getFileName()));
        Path unit = Files.createDirectories(directory.resolve("other/recordings"));
        Files.createSymbolicLink(Files.createDirectories(root.resolve("other")).resolve("recordings"), unit);
        Question linked = question("linked", new TestId("tests/other/test_c.py::test_d"));

        try (Store store = open()) {
            assertThat(store.find(HELLO).entries()).isEmpty();
            assertThatThrownBy(() -> store.append(linked, "", new Exchange(linked.request(), answer("again"))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("a link leads out of");
        }
        assertThat(unit).isEmptyDirectory();
        assertThat(lint())
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding.problem()).contains("a link to a directory elsewhere"));
        assertThat(outside.resolve(hello.getFileName())).hasContent(before);
    }

    @Test
    void areFollowedWithinTheTree() throws IOException {
        Path moved = Files.move(hello, root.resolve("moved"));
        Files.createSymbolicLink(hello, moved);

        try (Store store = open()) {
            assertThat(store.find(HELLO).entries()).hasSize(1);
        }
        assertThat(lint()).isEmpty();
    }

    private Store open() {
        return new LlamaStackStore(root, new Format.InPlace(KeyRules.NONE, Map.of(), warning -> {}));
    }

    private Path append(Question question) {
        try (Store store = open()) {
            return root.resolve(store.append(question, "", new Exchange(question.request(), answer("Hi")))
                    .location());
        }
    }

    private List<Finding> lint() {
        List<Finding> findings = new ArrayList<>();
        new LlamaStackFormat().lint(root, Redaction.DEFAULT).orElseThrow().check(findings::add);
        return findings;
    }

    private List<Found> imported() {
        List<Found> found = new ArrayList<>();
        new LlamaStackFormat().open(root).forEach(found::add);
        return found;
    }
}
