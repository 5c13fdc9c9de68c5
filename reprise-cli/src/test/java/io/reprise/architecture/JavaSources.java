package io.reprise.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java sources of all modules of the product, without those of tests. */
final class JavaSources {
    private static final Path ROOT = Path.of("..");

    /** Literals are matched first, so that a comment mark within one is not taken for a comment. */
    private static final Pattern LITERAL_OR_COMMENT =
            Pattern.compile("(\"\"\"(?:\\\\.|[^\\\\])*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+')"
                    + "|/\\*(?:[^*]|\\*(?!/))*\\*/|//[^\\n]*");

    private JavaSources() {}

    static List<Path> all() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.filter(module -> module.getFileName().toString().startsWith("reprise-"))
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(JavaSources::within)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of {@code file} with its comments taken out. */
    static String withoutComments(Path file) {
        try {
            return LITERAL_OR_COMMENT.matcher(Files.readString(file)).replaceAll("$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> within(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
