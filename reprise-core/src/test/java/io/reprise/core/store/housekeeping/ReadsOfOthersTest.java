package io.reprise.core.store.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Intercepted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.directory.RecordingFiles;
import io.reprise.core.store.directory.StoredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often files are read that may have been recordings, to see whether they name a body. */
class ReadsOfOthersTest {
    private static final TestId A = new TestId("a");

    @TempDir
    Path root;

    private final List<Path> read = new ArrayList<>();

    /** The files of the store, and which of them are read. */
    private StoredFiles counted() {
        StoredFiles files = new RecordingFiles(root, KeyRules.NONE);
        return Intercepted.of(StoredFiles.class, files, (method, arguments, real) -> {
            if (method.equals("content")) {
                read.add((Path) arguments[0]);
            }
            return real.call();
        });
    }

    @Test
    void readsEachOtherFileOnceHoweverManyBodiesAreAskedFor() throws IOException {
        for (int i = 0; i < 20; i++) {
            SoundRecordings.keep(root, A, "words " + i, i);
        }
        Path notes = Files.writeString(
                root.resolve("a").resolve("notes.json"),
                "{\"see\":\"" + bodies().get(3).getFileName() + "\",\"other\":\"x.y\"}");
        Path others = Files.writeString(root.resolve("a").resolve("others.json"), "{}");
        StoredFiles files = counted();
        OrphanedBodies orphans = new OrphanedBodies(files);
        orphans.list();
        files.walk(
                (file, stamp) -> files.readRecording(file, stamp)
                        .ifPresentOrElse(
                                entry -> orphans.recording(
                                        file, stamp, entry.bodies().keySet()),
                                () -> orphans.other(file)),
                failed -> {});
        read.clear();
        orphans.deleted(Set.copyOf(bodies()));

        List<Path> kept =
                bodies().stream().filter(body -> !orphans.isFree(body)).toList();

        assertThat(kept).containsExactly(bodies().get(3));
        assertThat(orphans.orphans()).hasSize(19);
        assertThat(read).containsExactlyInAnyOrder(notes, others);
    }

    @Test
    void readsAFileAgainThatHasChanged() throws IOException {
        SoundRecordings.keep(root, A, "words", 1);
        Path body = bodies().get(0);
        Path notes = Files.writeString(root.resolve("a").resolve("notes.json"), "{}");
        OrphanedBodies orphans = new OrphanedBodies(counted());
        orphans.list();
        orphans.other(notes);
        assertThat(orphans.isFree(body)).isTrue();

        Files.writeString(notes, "{\"see\":\"" + body.getFileName() + "\"}");

        assertThat(orphans.isFree(body)).isFalse();
    }

    private List<Path> bodies() throws IOException {
        return SoundRecordings.bodies(root);
    }
}
