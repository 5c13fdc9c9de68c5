package io.reprise.core.store.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {
    @TempDir
    Path store;

    private static DurableFiles.Content content(String text) {
        return Bytes.utf8(text)::writeTo;
    }

    @Test
    void leavesNothingBehindWhenTheDiskIsFull() {
        TemporaryFiles files = new TemporaryFiles(new ConfinedTree(store));

        assertThatThrownBy(() -> files.write(content("text"), temporary -> {
                    assertThat(pathOf(temporary)).hasContent("text");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .satisfies(full -> assertThat(FileFailures.unwritable((IOException) full))
                        .isEqualTo("the disk is full; free some space"));

        assertThat(store.resolve(TemporaryFiles.DIRECTORY)).isEmptyDirectory();
    }

    @Test
    void doesNotCleanAwayWhatIsBeingWritten() throws IOException {
        new TemporaryFiles(new ConfinedTree(store)).write(content("text"), temporary -> {
            assertThat(new TemporaryFiles(new ConfinedTree(store)).clean()).isZero();
            Files.move(pathOf(temporary), store.resolve("moved"));
        });

        assertThat(store.resolve("moved")).hasContent("text");
    }

    @Test
    void writesAgainWhatAnotherProgramTookForALeftover() throws IOException {
        int[] attempts = {0};

        new TemporaryFiles(new ConfinedTree(store)).write(content("text"), temporary -> {
            if (attempts[0]++ == 0) {
                Files.delete(pathOf(temporary));
            }
            Files.move(pathOf(temporary), store.resolve("moved"));
        });

        assertThat(store.resolve("moved")).hasContent("text");
    }

    @Test
    void deletesNothingWhereItsDirectoryIsALink(@TempDir Path elsewhere) throws IOException {
        Path precious = Files.writeString(elsewhere.resolve("precious.tmp"), "text");
        Files.createSymbolicLink(store.resolve(TemporaryFiles.DIRECTORY), elsewhere);
        TemporaryFiles files = new TemporaryFiles(new ConfinedTree(store));

        assertThatThrownBy(() -> files.write(content("text"), temporary -> {}))
                .isInstanceOf(IOException.class)
                .satisfies(refused -> assertThat(FileFailures.unwritable((IOException) refused))
                        .contains("is a link"));
        files.close();

        assertThat(precious).hasContent("text");
        assertThat(elsewhere).isDirectoryContaining(precious::equals).isDirectoryNotContaining("glob:**-*.tmp");
        assertThat(store.resolve(TemporaryFiles.DIRECTORY)).isSymbolicLink();
    }

    @Test
    void leavesAloneWhatIsNoFileOfItsOwn(@TempDir Path elsewhere) throws Exception {
        Path directory = Files.createDirectory(store.resolve(TemporaryFiles.DIRECTORY));
        Path precious = Files.writeString(elsewhere.resolve("precious"), "text");
        Files.createSymbolicLink(directory.resolve("1-1.tmp"), precious);
        Files.createLink(directory.resolve("1-2.tmp"), precious);
        Files.createDirectory(directory.resolve("1-3.tmp"));
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("1-4.tmp").toString())
                        .start()
                        .waitFor())
                .isZero();

        new TemporaryFiles(new ConfinedTree(store))
                .write(content("new"), temporary -> Files.move(pathOf(temporary), store.resolve("moved")));

        assertThat(precious).hasContent("text");
        assertThat(directory.resolve("1-1.tmp")).isSymbolicLink();
        assertThat(directory.resolve("1-2.tmp")).doesNotExist();
        assertThat(directory.resolve("1-3.tmp")).isDirectory();
        assertThat(store.resolve("moved")).hasContent("new");
    }

    private static Path pathOf(TemporaryFiles.Temporary temporary) {
        return temporary.directory().path().resolve(temporary.name());
    }
}
