package io.reprise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.PortableNames;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The repository can be cloned on Windows and macOS. */
class RepositoryFilesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> MADE =
            Set.of("target", ".git", "node_modules", "__pycache__", ".idea", ".vscode", "recordings");
    /** A path of Windows has 260 characters, of which this leaves some for the directory of the clone. */
    private static final int LONGEST_PATH = 190;

    private final List<Path> files = new ArrayList<>();

    @BeforeEach
    void findFiles() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean isMade = MADE.contains(directory.getFileName().toString())
                        && !directory.toString().contains("resources");
                return isMade ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(ROOT.relativize(file));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void haveNamesThatEverySystemAccepts() {
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            file.forEach(name ->
                    PortableNames.problem(name.toString()).ifPresent(problem -> problems.add(file + ": " + problem)));
        }

        assertThat(files).hasSizeGreaterThan(1000);
        assertThat(problems).isEmpty();
        assertThat(files).allMatch(file -> file.toString().length() <= LONGEST_PATH);
    }

    @Test
    void differInMoreThanCase() {
        Set<String> seen = new HashSet<>();

        assertThat(files).allMatch(file -> seen.add(file.toString().toLowerCase(Locale.ROOT)));
    }

    @Test
    void keepTheirLineEnds() throws IOException {
        String attributes = Files.readString(ROOT.resolve(".gitattributes"));

        assertThat(attributes.lines())
                .contains("* text=auto eol=lf", "*.txtar -text", "reprise-cli/src/main/resources/demo/** -text");
    }
}
