package io.reprise.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class SystemEventsTest {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    Path root = Path.of("");

    private final Map<DirectoryEvents.Watched, Path> watched = new HashMap<>();
    private final List<String> said = new ArrayList<>();

    private final DirectoryEvents.Receiver receiver = new DirectoryEvents.Receiver() {
        @Override
        public void changed(DirectoryEvents.Watched directory, Path name) {
            said.add(watched.get(directory) + " " + name);
        }

        @Override
        public void overflowed(DirectoryEvents.Watched directory) {
            said.add(watched.get(directory) + " overflowed");
        }

        @Override
        public void ended(DirectoryEvents.Watched directory) {
            said.add(watched.get(directory) + " ended");
        }
    };

    private void watch(DirectoryEvents events, String directory) throws IOException {
        watched.put(events.watch(root.resolve(directory)), Path.of(directory));
    }

    private List<String> marked(DirectoryEvents events) throws Exception {
        said.clear();
        events.mark();
        assertThat(events.awaitMark(PATIENCE, receiver)).isTrue();
        return said.stream().distinct().toList();
    }

    @Test
    void tellOfAllThatCameBeforeAMark() throws Exception {
        Files.createDirectory(root.resolve("a"));
        try (DirectoryEvents events = SystemEvents.open(root)) {
            watch(events, "");
            watch(events, "a");
            assertThat(marked(events)).isEmpty();

            Files.writeString(root.resolve("a/x"), "1");
            assertThat(marked(events)).containsExactly("a x");
            Files.writeString(root.resolve("a/x"), "2");
            assertThat(marked(events)).containsExactly("a x");
            Files.writeString(root.resolve("y"), "3");
            Files.move(root.resolve("y"), root.resolve("a/x"), StandardCopyOption.REPLACE_EXISTING);
            assertThat(marked(events)).containsExactlyInAnyOrder(" y", "a x");
            Files.delete(root.resolve("a/x"));
            assertThat(marked(events)).containsExactly("a x");
            Files.move(root.resolve("a"), root.resolve("b"));
            assertThat(marked(events)).containsExactlyInAnyOrder(" a", " b");
            Files.delete(root.resolve("b"));
            assertThat(marked(events)).containsExactlyInAnyOrder(" b", "a ended");
        }
    }

    @Test
    void sayWhenThereWereTooMany() throws Exception {
        try (DirectoryEvents events = SystemEvents.open(root)) {
            watch(events, "");
            for (int i = 0; i < 2_000; i++) {
                Files.createFile(root.resolve("x" + i));
            }

            assertThat(marked(events)).contains(" overflowed");
        }
    }

    @Test
    void tellOfEachChangeInManyDirectoriesAtOnce() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        try (DirectoryEvents events = SystemEvents.open(root)) {
            for (int i = 0; i < 10; i++) {
                Files.createDirectory(root.resolve("d" + i));
                watch(events, "d" + i);
            }
            for (int round = 0; round < 2_000; round++) {
                List<String> made = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    int directory = random.nextInt(10);
                    Files.writeString(root.resolve("d" + directory + "/f"), "round " + round);
                    made.add("d" + directory + " f");
                }

                assertThat(marked(events)).as("seed %d", seed).containsAll(made);
            }
        }
    }

    @Test
    void leaveNothingBehind() throws Exception {
        DirectoryEvents events = SystemEvents.open(root);
        watch(events, "");
        assertThat(marked(events)).isEmpty();

        events.close();

        assertThatThrownBy(() -> events.watch(root)).isInstanceOf(IOException.class);
        assertThat(events.awaitMark(PATIENCE, receiver)).isFalse();
        assertThatThrownBy(events::mark).isInstanceOf(IOException.class);
    }

    @Test
    void areNotThereForFileSystemsThatTellNothing() {
        assertThatThrownBy(() -> SystemEvents.open(Path.of("/proc")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("proc");
    }
}
