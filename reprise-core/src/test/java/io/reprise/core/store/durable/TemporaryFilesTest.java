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

    @Test
    void leavesNothingBehindWhenTheDiskIsFull() {
        TemporaryFiles files = new TemporaryFiles(store);

        assertThatThrownBy(() -> files.write(Bytes.utf8("text"), temporary -> {
                    assertThat(temporary).hasContent("text");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .satisfies(full -> assertThat(FileFailures.reason((IOException) full))
                        .isEqualTo("No space left on device; free some space"));

        assertThat(store.resolve(TemporaryFiles.DIRECTORY)).isEmptyDirectory();
    }

    @Test
    void doesNotCleanAwayWhatIsBeingWritten() throws IOException {
        new TemporaryFiles(store).write(Bytes.utf8("text"), temporary -> {
            assertThat(new TemporaryFiles(store).clean()).isZero();
            Files.move(temporary, store.resolve("moved"));
        });

        assertThat(store.resolve("moved")).hasContent("text");
    }

    @Test
    void writesAgainWhatAnotherProgramTookForALeftover() throws IOException {
        int[] attempts = {0};

        new TemporaryFiles(store).write(Bytes.utf8("text"), temporary -> {
            if (attempts[0]++ == 0) {
                Files.delete(temporary);
            }
            Files.move(temporary, store.resolve("moved"));
        });

        assertThat(store.resolve("moved")).hasContent("text");
    }
}
