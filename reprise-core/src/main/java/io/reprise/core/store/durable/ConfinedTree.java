package io.reprise.core.store.durable;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * The files below one directory, where no symbolic link is followed that leads out of it. The directory itself may be a
 * link, and links that stay within it are followed. Only regular files are read: a named pipe would never end.
 *
 * <p>Where the system offers it (Linux, macOS), each directory on the way is opened relative to the one before, without
 * following links. Then a link that another program puts in the place of a directory at that moment is not followed
 * either. docs/decisions/0032-trusted-stores.md says what is not covered.
 */
public final class ConfinedTree {
    /** The JDK copies what is read at once, and keeps the memory for it. */
    private static final int SLICE = 1 << 20;

    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final Path root;

    /** @param root need not exist */
    public ConfinedTree(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    /**
     * The content of a file, as long as it is when it is opened.
     *
     * @throws NoSuchFileException if nothing is there
     * @throws FileSystemException if it is no regular file, or is reached only by a link that leads out of the tree; the reason is for people
     */
    public Bytes read(Path file) throws IOException {
        try (SeekableByteChannel channel = open(file)) {
            if (channel.size() > Math.min(LARGEST, Runtime.getRuntime().maxMemory() / 2)) {
                throw new FileSystemException(
                        file.toString(),
                        null,
                        "with " + (channel.size() >> 20) + " MiB it is too large for the memory of this program");
            }
            return Bytes.owning(read(channel, (int) channel.size()));
        }
    }

    /** The first bytes of a file, as {@link #read(Path)} has them. */
    public byte[] beginning(Path file, int most) throws IOException {
        try (SeekableByteChannel channel = open(file)) {
            return read(channel, (int) Math.min(most, channel.size()));
        }
    }

    /** The next bytes; fewer if the file has become shorter. */
    private static byte[] read(SeekableByteChannel channel, int size) throws IOException {
        byte[] content = new byte[size];
        int end = 0;
        for (int read = 0; read >= 0 && end < size; end += Math.max(0, read)) {
            read = channel.read(ByteBuffer.wrap(content, end, Math.min(SLICE, size - end)));
        }
        return end < size ? Arrays.copyOf(content, end) : content;
    }

    /** Opens a file for reading, as {@link #read} does. */
    public SeekableByteChannel open(Path file) throws IOException {
        try {
            return openAsItIs(file);
        } catch (LinkException link) {
            return openAsItIs(real(file));
        }
    }

    /** @param file without links, below the root or below the directory that the root leads to */
    private SeekableByteChannel openAsItIs(Path file) throws IOException {
        try (OpenDirectory directory = openDirectory(DurableFiles.parentOf(file))) {
            return directory.read(String.valueOf(file.getFileName()));
        }
    }

    /**
     * The file or directory that {@code path} leads to, without links.
     *
     * @throws FileSystemException if that is not within the tree, or there is none; the reason is for people
     */
    public Path real(Path path) throws IOException {
        Path target;
        try {
            target = path.toRealPath();
        } catch (AccessDeniedException | NotDirectoryException said) {
            throw said;
        } catch (NoSuchFileException dangling) {
            if (Files.isSymbolicLink(path)) {
                throw new FileSystemException(path.toString(), null, "it is a link to something that does not exist");
            }
            throw dangling;
        } catch (FileSystemException loop) {
            throw new FileSystemException(path.toString(), null, "it is a link that leads to itself");
        }
        if (!target.startsWith(root.toRealPath())) {
            throw new FileSystemException(
                    path.toString(), null, "a link leads out of '" + root + "', and no such link is followed");
        }
        return target;
    }

    /**
     * Opens a directory within the tree.
     *
     * @throws NoSuchFileException if it does not exist
     * @throws FileSystemException if it is reached only by a link that leads out of the tree
     */
    OpenDirectory directory(Path path) throws IOException {
        try {
            return openDirectory(path);
        } catch (LinkException link) {
            return openDirectory(real(path));
        }
    }

    /** The directory, which is no link, and is no link on the way from the root. */
    private OpenDirectory openDirectory(Path given) throws IOException {
        Path path = given.toAbsolutePath().normalize();
        Path top = path.startsWith(root) ? root : root.toRealPath();
        if (!path.startsWith(top)) {
            throw new FileSystemException(path.toString(), null, "it is not within '" + root + "'");
        }
        OpenDirectory place = OpenDirectory.of(top);
        for (Path name : top.relativize(path)) {
            if (!name.toString().isEmpty()) {
                try (OpenDirectory above = place) {
                    place = above.directory(name.toString());
                }
            }
        }
        return place;
    }

    /** Makes a directory within the tree, and those above it, and opens it. */
    OpenDirectory makeDirectory(Path path) throws IOException {
        if (!root.toFile().isDirectory()) {
            Files.createDirectories(root);
        }
        try {
            return directory(path);
        } catch (NoSuchFileException missing) {
            make(path);
            return directory(path);
        }
    }

    private void make(Path path) throws IOException {
        if (path.equals(root) || !path.startsWith(root)) {
            return;
        }
        make(DurableFiles.parentOf(path));
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            requireDirectory(DurableFiles.parentOf(path));
            Files.createDirectories(path);
        }
    }

    /**
     * Checks that a directory may be used.
     *
     * @throws FileSystemException if it is no directory, or a link that leads out of the tree; the reason is for people
     */
    public void requireDirectory(Path path) throws IOException {
        Path place = Files.isSymbolicLink(path) || !path.equals(root) && isReachedByLink(path) ? real(path) : path;
        if (!Files.readAttributes(place, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
    }

    private boolean isReachedByLink(Path path) {
        for (Path place = path; place != null && !place.equals(root); place = place.getParent()) {
            if (Files.isSymbolicLink(place)) {
                return true;
            }
        }
        return false;
    }

    /** A link is in the place of a file or directory. */
    static final class LinkException extends FileSystemException {
        LinkException(String name) {
            super(name, null, "it is a link");
        }
    }
}
