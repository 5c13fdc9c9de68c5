package io.reprise.core.store.durable;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Optional;

/** Messages for people about failures of a file system. */
public final class FileFailures {
    private FileFailures() {}

    /** Why something could not be read, without its path. */
    public static String unreadable(Exception failed) {
        return failed instanceof AccessDeniedException ? "there is no permission to read it" : reason(failed);
    }

    /** What went wrong and what to do, without the path, which the caller adds. For what could not be written. */
    public static String reason(Exception failed) {
        String said = failed instanceof FileSystemException system
                ? Optional.ofNullable(system.getReason()).orElse("")
                : Optional.ofNullable(failed.getMessage()).orElse("");
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("no space") || lower.contains("quota")) {
            return said + "; free some space";
        } else if (failed instanceof AccessDeniedException
                || failed instanceof ReadOnlyFileSystemException
                || lower.contains("read-only")) {
            return "there is no permission to write to it; make it writable, or use mode replay";
        } else if (failed instanceof NotDirectoryException other) {
            return "'" + other.getFile() + "' is not a directory";
        }
        if (said.isEmpty()) {
            return failed instanceof NoSuchFileException missing
                    ? "'" + missing.getFile() + "' does not exist"
                    : failed instanceof FileAlreadyExistsException other
                            ? "'" + other.getFile() + "' exists already"
                            : "the system gives no reason";
        }
        return said;
    }
}
