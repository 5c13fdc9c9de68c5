package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.packaged.PackagedProgram.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/reprise --prepare} writes a file that makes starts faster, and that never breaks or changes one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class PrepareTest {
    private static final String CACHE = "java-[0-9]+\\.(jsa|aot)";

    private Path directory = Path.of("");
    private Path program = directory;
    private Path cache = directory;
    private byte[] content = {};
    private Ended unprepared = new Ended(0, List.of(), List.of());
    private Ended prepared = unprepared;

    /** Once, since it takes seconds. */
    @BeforeAll
    void prepare(@TempDir Path temporary) throws Exception {
        directory = temporary.toRealPath();
        program = copy(Path.of("target/reprise"), directory.resolve("reprise"));
        unprepared = run(program, "--version");
        prepared = run(program, "--prepare");
        cache = program.resolve("lib/" + named(program, CACHE));
        content = Files.readAllBytes(cache);
    }

    @BeforeEach
    void restore() throws IOException {
        Files.delete(cache);
        Files.write(cache, content);
    }

    @Test
    void writesOneFileForThisJavaAndSaysNothing() throws Exception {
        assertThat(prepared).isEqualTo(new Ended(0, List.of(), List.of()));
        assertThat(unprepared.out()).hasSize(1);
        assertThat(unprepared.err()).isEmpty();
        assertThat(run(program, "--version")).isEqualTo(unprepared);
    }

    @Test
    void isPassedOverOnceAJarIsAnotherOne() throws Exception {
        Path jar = program.resolve("lib/" + named(program, "vertx-core-[0-9].*"));
        FileTime before = Files.getLastModifiedTime(jar);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

        assertThat(run(program, "--version")).isEqualTo(unprepared);
        Files.setLastModifiedTime(jar, before);
    }

    @Test
    void isPassedOverWhereTheProgramWasMoved() throws Exception {
        Path moved = Files.move(program, directory.resolve("moved"));

        assertThat(run(moved, "--version")).isEqualTo(unprepared);
        Files.move(moved, program);
    }

    @Test
    void isPassedOverWhereItIsDamagedOrOfAnotherJava() throws Exception {
        byte[] noise = new byte[content.length];
        new Random(0).nextBytes(noise);
        byte[] ofAnotherJava = content.clone();
        System.arraycopy(noise, 0, ofAnotherJava, 0, 512);
        byte[] halfWritten = Arrays.copyOf(content, content.length / 2);

        for (byte[] wrong : List.of(new byte[0], Arrays.copyOf(content, 8_192), halfWritten, noise, ofAnotherJava)) {
            Files.delete(cache);
            Files.write(cache, wrong);

            assertThat(run(program, "--version")).isEqualTo(unprepared);
        }
    }

    @Test
    void isPassedOverByAJvmWithOtherOptions() throws Exception {
        Map<String, String> options =
                Map.of("REPRISE_JAVA_OPTS", "-XX:-UseParallelGC -XX:+UseSerialGC -XX:-UseCompressedOops");

        Ended ended = PackagedProgram.start(launcher(program), directory, options, "--version")
                .end();

        assertThat(ended).isEqualTo(unprepared);
    }

    @Test
    void saysSoWhereItCannotBeWritten() throws Exception {
        Files.delete(cache);
        Files.createDirectory(cache);

        Ended failed = run(program, "--prepare");

        assertThat(failed)
                .isEqualTo(new Ended(
                        1,
                        List.of(),
                        List.of("reprise: could not write '" + cache
                                + "'; starts take longer without it, and that is all")));
        assertThat(run(program, "--version")).isEqualTo(unprepared);
    }

    private static Path launcher(Path program) {
        return program.resolve("bin/reprise");
    }

    private Ended run(Path program, String argument) throws Exception {
        return PackagedProgram.start(launcher(program), directory, argument).end();
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> !file.getFileName().toString().matches(CACHE + ".*"))
                    .toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    private static String named(Path program, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(program.resolve("lib"))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(pattern))
                    .toList();
            assertThat(names).hasSize(1);
            return names.get(0);
        }
    }
}
