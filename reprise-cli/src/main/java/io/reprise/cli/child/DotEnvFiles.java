package io.reprise.cli.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files {@code .env} that many programs read for themselves, such as by python-dotenv. They do not replace what the environment has already. Only
 * names of variables are taken from them.
 */
public final class DotEnvFiles {
    /** In bytes; larger ones hold something else. */
    private static final long LARGEST = 1 << 20;

    private static final Pattern SET = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*[^\\s#].*");

    private DotEnvFiles() {}

    /**
     * The variables that files {@code .env} and {@code .env.*} set, in a directory and in those above it, as far as the one that is a git repository.
     * Files that cannot be read set none.
     */
    public static Set<String> variables(Path directory) {
        Set<String> names = new TreeSet<>();
        Optional<Path> next = Optional.of(directory.toAbsolutePath().normalize());
        while (next.isPresent()) {
            Path current = next.get();
            addFrom(current, names);
            next = Files.exists(current.resolve(".git")) ? Optional.empty() : Optional.ofNullable(current.getParent());
        }
        return names;
    }

    private static void addFrom(Path directory, Set<String> names) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".env{,.*}")) {
            for (Path file : files) {
                if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
                    new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .lines()
                            .map(SET::matcher)
                            .filter(Matcher::matches)
                            .forEach(line -> names.add(line.group(1)));
                }
            }
        } catch (IOException | UncheckedIOException unreadable) {
            // Whoever wants to read it says so.
        }
    }
}
