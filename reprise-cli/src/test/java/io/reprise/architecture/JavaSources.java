package io.reprise.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Java sources of all modules of the product, without those of tests. */
final class JavaSources {
    private static final Path ROOT = Path.of("..");

    private static final String BLOCK = "\"\"\"";

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
            return withoutComments(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a regular expression, whose stack a long literal uses up. */
    private static String withoutComments(String code) {
        StringBuilder kept = new StringBuilder(code.length());
        int at = 0;
        while (at < code.length()) {
            int end = endOfToken(code, at);
            boolean isComment = code.startsWith("//", at) || code.startsWith("/*", at);
            kept.append(isComment ? "" : code.substring(at, end));
            at = end;
        }
        return kept.toString();
    }

    private static int endOfToken(String code, int start) {
        if (code.startsWith("//", start)) {
            int end = code.indexOf('\n', start);
            return end < 0 ? code.length() : end;
        } else if (code.startsWith("/*", start)) {
            return code.indexOf("*/", start + 2) + 2;
        }
        char c = code.charAt(start);
        return c == '"' || c == '\'' ? endOfLiteral(code, start) : start + 1;
    }

    /** Where a string, a text block or a character ends that begins at {@code start}. */
    static int endOfLiteral(String code, int start) {
        String quote = code.startsWith(BLOCK, start) ? BLOCK : code.substring(start, start + 1);
        int at = start + quote.length();
        while (!code.startsWith(quote, at)) {
            at += code.charAt(at) == '\\' ? 2 : 1;
        }
        return at + quote.length();
    }

    private static Stream<Path> within(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
