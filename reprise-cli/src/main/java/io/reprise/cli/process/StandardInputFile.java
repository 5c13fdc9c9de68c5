package io.reprise.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Standard input as a file, for what reads files; it is deleted when this object is closed. */
public final class StandardInputFile implements AutoCloseable {
    /** How standard input is named among files. */
    public static final Path NAME = Path.of("-");

    /** How messages name the file. */
    public static final Pattern PLACE = Pattern.compile("'[^']*reprise-[^'/\\\\]*[/\\\\]standard-input(?:\\.[a-z]+)?'");

    /** The name of the file without its suffix. */
    public static final String STEM = "standard-input";

    private final ProcessEnvironment process;
    private Optional<Path> file = Optional.empty();

    public StandardInputFile(ProcessEnvironment process) {
        this.process = process;
    }

    /** Where it is, in a directory that only its user can read. */
    public Path path() {
        return path(any -> "");
    }

    /**
     * As {@link #path()}, for what tells files by their names.
     *
     * @param suffix gives the suffix for a content, such as {@code .json}
     */
    public Path path(Function<byte[], String> suffix) {
        try {
            byte[] content = process.standardInput("SOURCE");
            Path written = Files.createTempDirectory("reprise-").resolve(STEM + suffix.apply(content));
            Files.write(written, content);
            file = Optional.of(written);
            return written;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot keep standard input in a file", failed);
        }
    }

    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
                Files.deleteIfExists(file.get().resolveSibling(""));
            }
        } catch (IOException left) {
            // The system empties this directory by itself.
        }
    }
}
