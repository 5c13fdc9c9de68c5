package io.reprise.core.store.directory;

import static io.reprise.core.store.StoreContract.answer;
import static io.reprise.core.store.StoreContract.question;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.VersionDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class VersionDirectoriesTest {
    private static final Question HELLO = question("hello", TestId.NONE);
    private static final Question OF_TEST = question("hello", new TestId("group//a_test"));

    @TempDir
    Path directory = Path.of("");

    private Path root = Path.of("");
    private Path hello = Path.of("");
    private Path ofTest = Path.of("");

    @BeforeEach
    void record() {
        root = directory.resolve("recordings");
        try (DirectoryStore store = store()) {
            hello = root.resolve(store.append(HELLO, "", new Exchange(HELLO.request(), answer("Hi")))
                    .location());
            ofTest = root.resolve(store.append(OF_TEST, "", new Exchange(OF_TEST.request(), answer("Hi")))
                    .location());
        }
    }

    private DirectoryStore store() {
        return new DirectoryStore(root, KeyRules.NONE);
    }

    private static Optional<Set<Path>> directories(Store store, Question question) {
        return store.versionDirectories().orElseThrow().of(store.find(question).version());
    }

    private Optional<Set<Path>> directories(Question question) {
        try (DirectoryStore store = store()) {
            return directories(store, question);
        }
    }

    @Test
    void areThoseOfTheFiles() {
        assertThat(directories(HELLO)).contains(Set.of(root));
        assertThat(directories(OF_TEST)).contains(Set.of(root.resolve("group/a_test")));
    }

    @Test
    void areThoseThatExistWhereAFileWouldBe() {
        assertThat(directories(question("hello", new TestId("group//another"))))
                .contains(Set.of(root.resolve("group")));
        assertThat(directories(question("hello", new TestId("another")))).contains(Set.of(root));
        assertThat(directories(question("new", TestId.NONE))).contains(Set.of(root));
    }

    @Test
    void includeThoseOfFilesWithOtherNames() throws IOException {
        Files.move(hello, Files.createDirectory(root.resolve("elsewhere")).resolve("moved.json"));

        try (DirectoryStore store = store()) {
            VersionDirectories known = store.versionDirectories().orElseThrow();
            long before = known.learned();
            store.forEach(entry -> {}, broken -> {});

            assertThat(known.learned()).isNotEqualTo(before);
            assertThat(directories(store, HELLO)).contains(Set.of(root, root.resolve("elsewhere")));
        }
    }

    @Test
    void sayThatNothingWasLearnedWhereNothingIsNew() {
        try (DirectoryStore store = store()) {
            VersionDirectories known = store.versionDirectories().orElseThrow();
            Store.Version version = store.find(HELLO).version();
            long before = known.learned();

            assertThat(store.isCurrent(version)).isTrue();
            assertThat(known.of(version)).isPresent();
            assertThat(known.learned()).isEqualTo(before);
        }
    }

    @Test
    void includeTheRootThatIsALink() throws IOException {
        Path real = Files.move(root, directory.resolve("real"));
        Files.createSymbolicLink(root, real);

        assertThat(directories(HELLO)).contains(Set.of(root));
    }

    @Test
    void areUnknownBehindLinks() throws IOException {
        Path moved = Files.move(ofTest.getParent(), root.resolve("moved"));
        Files.createSymbolicLink(ofTest.getParent(), moved);
        assertThat(directories(OF_TEST)).isEmpty();

        Path file = Files.move(hello, root.resolve("moved.json"));
        Files.createSymbolicLink(hello, file);
        assertThat(directories(HELLO)).isEmpty();
    }

    @Test
    void areUnknownWhereTheNextFileMayAppearBehindALink() throws IOException {
        try (DirectoryStore store = store()) {
            Store.Version version = store.find(HELLO).version();
            String next = hello.getFileName().toString().replace(".json", ".2.json");

            Files.createSymbolicLink(root.resolve(next), directory.resolve("missing"));

            assertThat(store.versionDirectories().orElseThrow().of(version)).isEmpty();
        }
    }

    @Test
    void areUnknownForFilesWithTwoNames() throws IOException {
        Files.createLink(directory.resolve("second"), hello);

        assertThat(directories(HELLO)).isEmpty();
        assertThat(directories(OF_TEST)).isPresent();
    }

    @Test
    void areUnknownWhileThereIsNoStore() throws IOException {
        Files.move(root, directory.resolve("away"));

        assertThat(directories(HELLO)).isEmpty();
    }
}
