package io.reprise.formats.llamastack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stamp that changes with the content of a file or directory; found without reading it.
 *
 * @param inode changes with each replacement of a file, though clocks may be too coarse to tell
 */
record FileStamp(Instant modified, long size, @Nullable Object inode) {
    /** Empty if there is no such file. */
    static Optional<FileStamp> of(Path file) {
        try {
            return Optional.of(of(Files.readAttributes(file, BasicFileAttributes.class)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    static FileStamp of(BasicFileAttributes attributes) {
        return new FileStamp(attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
    }
}
