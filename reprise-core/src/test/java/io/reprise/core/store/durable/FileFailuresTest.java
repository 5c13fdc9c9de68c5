package io.reprise.core.store.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileFailuresTest {
    /** What nobody should have to read. */
    private static final Pattern RAW = Pattern.compile(
            "Exception|java\\.|error[=(]|\\bnull\\b|Input length|No such file|Is a directory|Not a directory|No space|Permission denied");

    @TempDir
    private Path directory;

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a");
        Path latin = Files.write(directory.resolve("latin"), new byte[] {'a', (byte) 0xE4});
        Path loop = directory.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertThat(reading(directory.resolve("none"))).isEqualTo("it does not exist");
        assertThat(reading(directory)).isEqualTo("it is a directory, not a file");
        assertThat(reading(file.resolve("x"))).isEqualTo("a part of its path is a file, not a directory");
        assertThat(reading(directory.resolve("n".repeat(300)))).isEqualTo("its name is too long for the file system");
        assertThat(reading(loop)).isEqualTo("it is a link that leads to itself");
        assertThat(reading(latin)).isEqualTo("it is not UTF-8 text; save it as UTF-8");
        assertThat(failure(() -> {
                    try (Stream<Path> all = Files.list(file)) {
                        assertThat(all).isEmpty();
                    }
                }))
                .satisfies(failed -> assertThat(FileFailures.unreadable(failed))
                        .isEqualTo("a part of its path is a file, not a directory"));
    }

    @Test
    void saysWhyAFileCannotBeWrittenAndWhatToDo() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a");

        assertThat(writing(directory.resolve("none/file")))
                .isEqualTo("its directory does not exist; make the directory");
        assertThat(writing(directory)).isEqualTo("it is a directory, not a file; name a file");
        assertThat(writing(file.resolve("x")))
                .isEqualTo("a part of its path is a file, not a directory; correct the path");
        assertThat(FileFailures.unwritable(failure(() -> Files.createDirectory(file))))
                .isEqualTo("'" + file + "' exists already; delete it, or choose another name");
        assertThat(FileFailures.unwritable(failure(() -> Files.delete(directory))))
                .isEqualTo("the directory is not empty; empty it, or choose another");
    }

    @Test
    void saysTheSameOfFilesThatOlderClassesOfJavaOpen() {
        assertThat(FileFailures.unwritable(failure(() -> new FileOutputStream(directory.toFile()).close())))
                .isEqualTo("it is a directory, not a file; name a file");
        assertThat(FileFailures.unwritable(failure(() ->
                        new FileOutputStream(directory.resolve("none/file").toFile()).close())))
                .isEqualTo("its directory does not exist; make the directory");
    }

    @Test
    void saysThatADiskIsFull() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has a device that is always full");

        assertThat(FileFailures.cannotWrite("log.txt", failure(() -> Files.writeString(full, "a"))))
                .isEqualTo("cannot write 'log.txt': the disk is full; free some space");
    }

    @Test
    void saysWhyWithoutASystemsMessage() throws IOException {
        FileChannel closed =
                FileChannel.open(directory.resolve("file"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        closed.close();

        assertThat(FileFailures.unwritable(failure(() -> closed.write(ByteBuffer.allocate(1)))))
                .isEqualTo("it was closed while it was in use");
        assertThat(FileFailures.unreadable(new EOFException())).isEqualTo("it ends too early");
        assertThat(FileFailures.unreadable(new IOException())).isEqualTo("the system gives no reason");
        assertThat(FileFailures.unreadable(new IOException("java.lang.NullPointerException")))
                .isEqualTo("the system gives no reason");
        assertThat(FileFailures.unwritable(new ReadOnlyFileSystemException()))
                .startsWith("there is no permission to write to it, because its file system is read-only; ");
        assertThat(FileFailures.cannotRead("a", new AccessDeniedException("a")))
                .isEqualTo("cannot read 'a': there is no permission to read it; make it readable");
        assertThat(FileFailures.unwritable(new UncheckedIOException(new AccessDeniedException("a"))))
                .isEqualTo("there is no permission to write to it; make it writable");
    }

    @Test
    void repeatsWhatThisProgramSays() {
        assertThat(FileFailures.unreadable(new FileSystemException("a", null, "a link leads out of 'b'")))
                .isEqualTo("a link leads out of 'b'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "Disk quota exceeded",
                "Read-only file system",
                "Is a directory",
                "Not a directory",
                "Permission denied",
                "Too many open files",
                "File name too long",
                "Too many levels of symbolic links",
                "Input/output error",
                "Structure needs cleaning",
                "Stale file handle",
                "Device or resource busy",
                "Text file busy",
                "The process cannot access the file because it is being used by another process",
                "File too large",
                "Invalid cross-device link",
                "No such device or address",
                "No such file or directory",
                "Broken pipe",
                "Cannot allocate memory",
                "Directory not empty"
            })
    void saysInPlainWordsWhatASystemSays(String said) {
        Stream.of(new IOException(said), new FileSystemException("file", null, said))
                .flatMap(failed ->
                        Stream.of(FileFailures.cannotRead("file", failed), FileFailures.cannotWrite("file", failed)))
                .forEach(message ->
                        assertThat(message).contains("; ").doesNotContain(said).doesNotContainPattern(RAW));
    }

    private static String reading(Path path) {
        String words = FileFailures.unreadable(failure(() -> Files.readString(path)));
        assertThat(List.of(words, FileFailures.cannotRead(path, failure(() -> Files.readString(path)))))
                .allSatisfy(message -> assertThat(message).doesNotContainPattern(RAW));
        return words;
    }

    private static String writing(Path path) {
        String words = FileFailures.unwritable(failure(() -> Files.writeString(path, "a")));
        assertThat(words).doesNotContainPattern(RAW);
        return words;
    }

    private interface Action {
        void run() throws IOException;
    }

    private static IOException failure(Action action) {
        try {
            action.run();
        } catch (IOException failed) {
            return failed;
        }
        throw new AssertionError("nothing failed");
    }
}
