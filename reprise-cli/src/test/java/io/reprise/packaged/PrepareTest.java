package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.packaged.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void preparesForFasterStartsAndSaysNothingOnceThatIsOutdated() throws Exception {
        Path copy = copy(Path.of("target/reprise"), directory.resolve("reprise"));
        Path launcher = copy.resolve("bin/reprise");

        Ended prepared = Program.start(launcher, directory, "--prepare").end();

        assertThat(prepared).isEqualTo(new Ended(0, List.of(), List.of()));
        assertThat(archives(copy)).hasSize(1);
        List<String> version =
                Program.start(launcher, directory, "--version").end().out();
        Files.setLastModifiedTime(anyJar(copy), FileTime.from(Instant.EPOCH));
        assertThat(Program.start(launcher, directory, "--version").end()).isEqualTo(new Ended(0, version, List.of()));
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file :
                    files.filter(file -> !file.toString().endsWith(".jsa")).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    private static List<String> archives(Path distribution) throws IOException {
        try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".jsa"))
                    .toList();
        }
    }

    private static Path anyJar(Path distribution) throws IOException {
        try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("vertx-core"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
