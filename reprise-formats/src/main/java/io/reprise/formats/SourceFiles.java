package io.reprise.formats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Lists and reads the files of a source. */
public final class SourceFiles {
    private SourceFiles() {}

    /**
     * The regular files at or under {@code path} that {@code isWanted}, sorted. Hidden directories are left out.
     *
     * @throws FormatException if a directory cannot be read
     */
    public static List<Path> under(Path path, Predicate<Path> isWanted) {
        try (Stream<Path> files = walk(path, isWanted)) {
            return files.sorted().toList();
        } catch (IOException | UncheckedIOException failed) {
            throw new FormatException("cannot list '" + path + "': " + failed.getMessage(), failed);
        }
    }

    /** Whether there is such a file; false if that is not known. */
    public static boolean anyUnder(Path path, Predicate<Path> isWanted) {
        try (Stream<Path> files = walk(path, isWanted)) {
            return files.findAny().isPresent();
        } catch (IOException | UncheckedIOException unknown) {
            return false;
        }
    }

    /** The name of {@code file} within {@code root}, with {@code /} on every system; the file's own where it is the root. */
    public static String origin(Path root, Path file) {
        Path within = root.equals(file) ? file.getFileName() : root.relativize(file);
        return within.toString().replace('\\', '/');
    }

    /**
     * The text of a file in UTF-8.
     *
     * @throws IOException if it cannot be read, or is in another encoding
     */
    public static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException malformed) {
            throw new IOException("it is not UTF-8", malformed);
        }
    }

    /** To be closed by the caller. */
    @SuppressWarnings("StreamResourceLeak")
    private static Stream<Path> walk(Path path, Predicate<Path> isWanted) throws IOException {
        return Files.walk(path)
                .filter(file -> isWanted.test(file) && !isHidden(path, file) && Files.isRegularFile(file));
    }

    private static boolean isHidden(Path root, Path file) {
        Path within = root.relativize(file);
        return within.toString().startsWith(".") || within.toString().contains("/.");
    }
}
