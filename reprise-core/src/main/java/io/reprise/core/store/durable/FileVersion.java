package io.reprise.core.store.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stamp that changes with the content of a file or directory; found without reading it.
 *
 * @param modified which programs can set to what it was
 * @param changed when the system last changed anything about the file, which they cannot; null where it does not say
 */
public record FileVersion(
        FileTime modified,
        @Nullable FileTime changed,
        long size,
        @Nullable Object inode) {
    /** Of a file that is gone: the version of none that is there. */
    public static final FileVersion NONE = new FileVersion(FileTime.fromMillis(0), null, -1, null);

    /** Of what the path leads to, file or not; empty if that does not exist. */
    public static Optional<FileVersion> of(Path file) {
        // the older interface asks without the cost of an exception where nothing is there
        return file.toFile().exists() ? tryRead(file) : Optional.empty();
    }

    /** As above, but of the link itself where a link leads to nothing. For what is probably there: quicker then, and otherwise slower. */
    public static Optional<FileVersion> ofListed(Path file) {
        return tryRead(file).or(() -> tryRead(file, LinkOption.NOFOLLOW_LINKS));
    }

    private static Optional<FileVersion> tryRead(Path file, LinkOption... options) {
        try {
            return Optional.of(read(file, options));
        } catch (IOException vanished) {
            return Optional.empty();
        }
    }

    private static FileVersion read(Path file, LinkOption... options) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            Map<String, Object> all = Files.readAttributes(file, "unix:lastModifiedTime,ctime,size,fileKey", options);
            return new FileVersion(
                    (FileTime) Objects.requireNonNull(all.get("lastModifiedTime")),
                    (FileTime) all.get("ctime"),
                    (Long) Objects.requireNonNull(all.get("size")),
                    all.get("fileKey"));
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, options);
        return new FileVersion(attributes.lastModifiedTime(), null, attributes.size(), attributes.fileKey());
    }
}
