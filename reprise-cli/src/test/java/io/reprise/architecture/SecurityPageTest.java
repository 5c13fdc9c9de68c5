package io.reprise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md names tests that there are. */
class SecurityPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)(?:\\.([a-z][A-Za-z0-9]*))?`");

    @Test
    void everyTestThatItNamesExists() throws IOException {
        Map<String, String> sources = tests();

        List<String> missing = TEST.matcher(page())
                .results()
                .filter(named -> !sources.containsKey(named.group(1))
                        || named.group(2) != null
                                && !sources.get(named.group(1)).contains(" " + named.group(2) + "("))
                .map(named -> named.group())
                .toList();

        assertThat(missing).isEmpty();
    }

    @Test
    void everyDefenceNamesATest() throws IOException {
        List<String> rows = page().lines()
                .dropWhile(line -> !line.equals("| attack | defence | test |"))
                .takeWhile(line -> !line.startsWith("## What the process writes"))
                .filter(line -> line.startsWith("| ") && !line.endsWith("| test |"))
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(20)
                .allMatch(row -> TEST.matcher(row).find());
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/security.md"));
    }

    /** The sources of all tests, by the names of their classes. */
    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(SecurityPageTest::within)
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            SecurityPageTest::text,
                            (one, other) -> one + other));
        }
    }

    private static Stream<Path> within(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
