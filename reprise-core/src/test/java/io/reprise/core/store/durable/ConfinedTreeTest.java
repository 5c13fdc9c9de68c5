package io.reprise.core.store.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfinedTreeTest {
    @TempDir
    Path directory = Path.of("");

    /** As a program sees it that was given {@code name}, and runs in another directory. */
    private Path relative(String name) {
        return Path.of("").toAbsolutePath().relativize(directory).resolve(name);
    }

    @Test
    void readsFilesOfARootThatIsGivenAsARelativePath() throws IOException {
        Files.writeString(
                Files.createDirectories(directory.resolve("source/below")).resolve("file"), "content");
        Path root = relative("source");

        assertThat(new ConfinedTree(root).read(root.resolve("below/file")).latin1())
                .isEqualTo("content");
        assertThat(new ConfinedTree(root)
                        .read(root.resolve("./below/../below/file"))
                        .latin1())
                .isEqualTo("content");
    }

    @Test
    void readsNothingBesideARootThatIsGivenAsARelativePath() throws IOException {
        Files.createDirectories(directory.resolve("source"));
        Files.writeString(directory.resolve("beside"), "content");
        Path root = relative("source");

        assertThatThrownBy(() -> new ConfinedTree(root).read(root.resolve("../beside")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is not within");
    }
}
