package io.reprise.core.store.durable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory that is held open, so that what is done in it is done in this very directory, whatever its path leads to by then. Follows no links. */
final class OpenDirectory implements Closeable {
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CHANGE = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final DirectoryStream<Path> stream;
    /** Null on systems without such directories, where everything is done by paths. */
    private final @Nullable SecureDirectoryStream<Path> secure;

    private OpenDirectory(Path path, DirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
        this.secure = stream instanceof SecureDirectoryStream<Path> held ? held : null;
    }

    /** A directory, also where {@code path} is a link. */
    @SuppressWarnings("StreamResourceLeak") // it is closed with this object
    static OpenDirectory of(Path path) throws IOException {
        return new OpenDirectory(path, Files.newDirectoryStream(path));
    }

    Path path() {
        return path;
    }

    /**
     * The directory of that name in this one.
     *
     * @throws ConfinedTree.LinkException if it is a link
     */
    OpenDirectory directory(String name) throws IOException {
        BasicFileAttributes attributes = attributes(name);
        if (attributes.isSymbolicLink()) {
            throw new ConfinedTree.LinkException(path.resolve(name).toString());
        } else if (!attributes.isDirectory()) {
            throw new NotDirectoryException(path.resolve(name).toString());
        }
        Path inner = path.resolve(name);
        return secure == null
                ? of(inner)
                : new OpenDirectory(inner, secure.newDirectoryStream(name(name), LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Opens a regular file for reading.
     *
     * @throws ConfinedTree.LinkException if it is a link
     * @throws FileSystemException if it is something else; the reason is for people
     */
    SeekableByteChannel read(String name) throws IOException {
        requireRegular(name);
        return secure == null
                ? Files.newByteChannel(path.resolve(name), READ)
                : secure.newByteChannel(name(name), READ);
    }

    private void requireRegular(String name) throws IOException {
        BasicFileAttributes attributes = attributes(name);
        if (attributes.isSymbolicLink()) {
            throw new ConfinedTree.LinkException(path.resolve(name).toString());
        } else if (!attributes.isRegularFile()) {
            String kind = attributes.isDirectory() ? "it is a directory" : "it is a pipe, a socket or a device";
            throw new FileSystemException(path.resolve(name).toString(), null, kind + ", and not a file");
        }
    }

    /** Makes a new file; fails if anything has this name. */
    FileChannel create(String name) throws IOException {
        return open(name, NEW);
    }

    /** Opens a regular file for writing. */
    FileChannel change(String name) throws IOException {
        requireRegular(name);
        return open(name, CHANGE);
    }

    private FileChannel open(String name, Set<OpenOption> options) throws IOException {
        return secure == null
                ? FileChannel.open(path.resolve(name), options)
                : (FileChannel) secure.newByteChannel(name(name), options); // which every JDK gives
    }

    /** Moves a file, in one step; it replaces what has the other name. */
    void move(String name, OpenDirectory target, String other) throws IOException {
        if (secure != null && target.secure != null) {
            secure.move(name(name), target.secure, name(other));
        } else {
            Files.move(
                    path.resolve(name),
                    target.path.resolve(other),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes a file or a link, not what the link leads to; returns whether it was there. */
    boolean delete(String name) throws IOException {
        if (secure == null) {
            return Files.deleteIfExists(path.resolve(name));
        }
        try {
            secure.deleteFile(name(name));
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Of what has this name, without following a link. */
    BasicFileAttributes attributes(String name) throws IOException {
        return secure == null
                ? Files.readAttributes(path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : secure.getFileAttributeView(name(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
    }

    /** The names in it; to be called once. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        stream.forEach(file -> names.add(String.valueOf(file.getFileName())));
        return names;
    }

    private Path name(String name) {
        return path.getFileSystem().getPath(name);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
