package io.reprise.core.store.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stamp that changes with the content of a file; found without reading it. */
record FileVersion(FileTime modified, long size, @Nullable Object inode) {
    /** Of a file that is gone: the version of none that is there. */
    static final FileVersion NONE = new FileVersion(FileTime.fromMillis(0), -1, null);

    /** Empty if there is no such file. */
    static Optional<FileVersion> of(Path file) {
        // the older interface asks without the cost of an exception where nothing is there
        if (!file.toFile().isFile()) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new FileVersion(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
        } catch (IOException vanished) {
            return Optional.empty();
        }
    }
}
