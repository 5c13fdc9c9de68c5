package io.reprise.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class SpillFileTest {
    @TempDir
    private Path directory;

    @Test
    void givesBackWhatWasAddedWhereverItIsRead() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (SpillFile file = new SpillFiles(directory).create()) {
            for (int i = 0; i < 50; i++) {
                byte[] piece = new byte[random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(100)];
                random.nextBytes(piece);
                assertThat(file.append(ByteBuffer.wrap(piece))).isEqualTo(all.size());
                all.write(piece);
            }

            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(all.size());
                int length = random.nextInt(Math.min(70_000, all.size() - from) + 1);
                assertThat(file.read(from, length))
                        .isEqualTo(Arrays.copyOfRange(all.toByteArray(), from, from + length));
            }
        }
    }

    @Test
    void hasNoNameAndCountsUntilItIsClosed() throws IOException {
        SpillFiles files = new SpillFiles(directory);

        SpillFile file = files.create();
        file.append(ByteBuffer.wrap(new byte[1000]));

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
        assertThat(files.files()).isEqualTo(1);
        assertThat(files.bytes()).isEqualTo(1000);
        file.close();
        file.close();
        assertThat(files.files()).isZero();
        assertThat(files.bytes()).isZero();
        assertThat(files.peak()).isEqualTo(1000);
        assertThatThrownBy(() -> file.read(0, 10)).isInstanceOf(SpillException.class);
    }

    static boolean isProcThere() {
        return Files.isDirectory(Path.of("/proc/self/fd"));
    }

    /** Who may look into this process still finds only what is encrypted. */
    @Test
    @EnabledIf("isProcThere")
    void isNotReadableForOthers() throws IOException {
        byte[] secret = "the secret text of an answer, more than one block of it".getBytes(StandardCharsets.UTF_8);
        try (SpillFile file = new SpillFiles(directory).create()) {
            file.append(ByteBuffer.wrap(secret));
            file.append(ByteBuffer.wrap(secret));

            List<byte[]> found = openFiles();

            assertThat(found).hasSize(1);
            assertThat(found.get(0)).hasSize(2 * secret.length);
            assertThat(new String(found.get(0), StandardCharsets.ISO_8859_1)).doesNotContain("secret");
            assertThat(Arrays.copyOf(found.get(0), secret.length))
                    .isNotEqualTo(Arrays.copyOfRange(found.get(0), secret.length, 2 * secret.length));
        }
    }

    private List<byte[]> openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(this::isOfDirectory).map(SpillFileTest::content).toList();
        }
    }

    private boolean isOfDirectory(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(directory.toRealPath());
        } catch (IOException closed) {
            return false;
        }
    }

    private static byte[] content(Path descriptor) {
        try {
            return Files.readAllBytes(descriptor);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void isNotMadeWhereThereIsNoDirectory() {
        SpillFiles files = new SpillFiles(directory.resolve("missing"));

        assertThatThrownBy(files::create).isInstanceOf(IOException.class);
        assertThat(files.files()).isZero();
    }
}
