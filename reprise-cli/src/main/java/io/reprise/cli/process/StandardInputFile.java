package io.reprise.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Standard input as a file, for what reads files; it is deleted when this object is closed. */
public final class StandardInputFile implements AutoCloseable {
    /** How standard input is named among files. */
    public static final Path NAME = Path.of("-");

    /** How messages name the file. */
    public static final Pattern PLACE = Pattern.compile("'[^']*reprise-[^'/\\\\]*[/\\\\]standard-input'");

    /** The name of the file. It has no suffix. */
    public static final String STEM = "standard-input";

    private final ProcessEnvironment process;
    private Optional<Path> file = Optional.empty();

    public StandardInputFile(ProcessEnvironment process) {
        this.process = process;
    }

    /** Where it is, in a directory that only its user can read. */
    public Path path() {
        try {
            Path written = Files.createTempDirectory("reprise-").resolve(STEM);
            Files.write(written, process.standardInput("SOURCE"));
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
