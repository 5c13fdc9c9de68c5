package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedBodiesTest {
    private static final String PICTURE = "draw-a-cat-0123456789ab.2.4a44dc15.png";

    @TempDir
    Path directory;

    private final List<Path> read = new ArrayList<>();
    private final NamedBodies named = new NamedBodies(file -> {
        read.add(file);
        return Files.newInputStream(file);
    });

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    private Path body(String name) {
        return directory.resolve(name);
    }

    @Test
    void findsNamesInAnyCaseAndWithinWords() throws IOException {
        Path file = file(
                "a.json",
                "{\"x\":\"see" + PICTURE.toUpperCase(Locale.ROOT)
                        + "s\", \"my-own.wav\",\"a b-0123456789ab.4a44dc15.png\"}");

        assertThat(named.mayName(file, body(PICTURE))).isTrue();
        assertThat(named.mayName(file, body("My-Own.wav"))).isTrue();
        assertThat(named.mayName(file, body("a b-0123456789ab.4a44dc15.png"))).isTrue();
        assertThat(named.mayName(file, body("other-0123456789ab.4a44dc15.png"))).isFalse();
        assertThat(named.mayName(file, body("other.wav"))).isFalse();
    }

    @Test
    void doesNotKnowWhatAFileNamesThatCannotBeRead() {
        Path gone = directory.resolve("gone.json");

        assertThat(named.mayName(gone, body(PICTURE))).isTrue();
        assertThatThrownBy(() -> named.namedIn(gone, Set.of(body(PICTURE)))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readsAFileAgainOnlyAfterAChange() throws IOException {
        Path file = file("a.json", "{\"x\":\"" + PICTURE + "\"}");
        for (int i = 0; i < 5; i++) {
            assertThat(named.mayName(file, body(PICTURE))).isTrue();
            assertThat(named.mayName(file, body(i + PICTURE))).isFalse();
        }
        assertThat(read).containsExactly(file);

        file("a.json", "{}");

        assertThat(named.mayName(file, body(PICTURE))).isFalse();
        assertThat(read).containsExactly(file, file);
    }

    @Test
    void findsNamesAmongMoreThanAreRemembered() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append("\"").append(i).append(PICTURE).append("\",");
        }
        Path file = file("a.json", text.toString());

        assertThat(named.mayName(file, body("4999" + PICTURE))).isTrue();
        assertThat(named.mayName(file, body("5000" + PICTURE))).isFalse();
    }

    /** As a server or {@code sync} does that deletes one recording after the other. */
    @Test
    void deletingManyRecordingsReadsEachOtherFileOnce() throws IOException {
        List<Path> recordings = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            recordings.add(file(i + ".json", "{\"body\":\"n" + i + PICTURE + "\"}"));
        }
        UnnamedBodies unnamed = new UnnamedBodies(named);

        for (int i = 0; i < 50; i++) {
            Files.delete(recordings.get(i));

            assertThat(unnamed.among(Set.of(body("n" + i + PICTURE)))).containsExactly(body("n" + i + PICTURE));
        }

        assertThat(read).doesNotHaveDuplicates().hasSize(49);
    }

    @Test
    void findsWhatASearchOfTheWholeTextFinds() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            StringBuilder text = new StringBuilder();
            Set<Path> bodies = new HashSet<>();
            int length = random.nextInt(200_000);
            while (text.length() < length) {
                String name = name(random);
                bodies.add(body(name));
                text.append(".x\"/é ".charAt(random.nextInt(6)))
                        .append("y".repeat(random.nextInt(20_000)))
                        .append(random.nextBoolean() ? name : name.substring(random.nextInt(3)))
                        .append(random.nextBoolean() ? "" : name(random));
            }
            Path file = file("a.json", text.toString());

            assertThat(named.namedIn(file, bodies))
                    .as("seed " + seed)
                    .isEqualTo(bodies.stream()
                            .filter(body -> text.toString()
                                    .toLowerCase(Locale.ROOT)
                                    .contains(body.getFileName().toString().toLowerCase(Locale.ROOT)))
                            .collect(Collectors.toSet()));
        }
    }

    private static String name(Random random) {
        String digits = String.format("%012x", random.nextLong() >>> 16);
        String occurrence = random.nextBoolean() ? "" : "." + (1 + random.nextInt(99));
        String hash = String.format(".%08x", random.nextInt());
        String stem = random.nextBoolean() ? "words" : "x.12345678.".repeat(1 + random.nextInt(14)) + "Words";
        return random.nextInt(8) == 0 ? "own" + hash : stem + "-" + digits + occurrence + hash + ".mp3";
    }
}
