package io.reprise.core.store.durable;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** Why a file could not be read or written, in plain words: without the terms of Java and of system calls. */
public final class FileFailures {
    private static final String MISSING = "no such file";
    private static final String DENIED = "permission denied";
    private static final String EXISTS = "file exists";
    private static final String LOOP = "symbolic links";
    private static final String NO_DIRECTORY = "not a directory";

    /** What Java puts around what it has to say. */
    private static final Pattern INTERNAL =
            Pattern.compile("\\b(?:java|javax|io|sun|jdk)\\.[a-z]+\\.|Exception\\b|^null$|^(?:Input|Malformed) ");

    /** The first that fits counts. */
    private static final List<Kind> KINDS = List.of(
            new Kind("no space", "the disk is full", "free some space"),
            new Kind("quota", "the disk quota is used up", "free some space"),
            new Kind(
                    "read-only",
                    "there is no permission to write to it, because its file system is read-only",
                    "choose another place"),
            new Kind("is a directory", "it is a directory, not a file", "name a file"),
            new Kind(NO_DIRECTORY, "a part of its path is a file, not a directory", "correct the path"),
            new Kind("directory not empty", "the directory is not empty", "empty it, or choose another"),
            new Kind(
                    "too many open files",
                    "this process has too many files open",
                    "raise the limit with 'ulimit -n', and start again"),
            new Kind("name too long", "its name is too long for the file system", "choose a shorter name"),
            new Kind(LOOP, "it is a link that leads to itself", "delete the link"),
            new Kind("input/output error", "the disk reports an error", "check the disk"),
            new Kind("structure needs cleaning", "the file system is damaged", "check the disk"),
            new Kind("stale file handle", "the network file system has lost it", "mount the file system again"),
            new Kind("busy", "another program uses it", "end that program, and try again"),
            new Kind("used by another process", "another program uses it", "end that program, and try again"),
            new Kind("file too large", "it is larger than the system allows", "raise the limit with 'ulimit -f'"),
            new Kind("cross-device", "the two places are on different file systems", "choose places on the same one"),
            new Kind("no such device or address", "it is not a regular file", "name a regular file"),
            new Kind("bad file descriptor", "it is closed", "send it to a file or to a program"),
            new Kind("broken pipe", "its reader has ended", "look why that program ended"),
            new Kind("cannot allocate memory", "the system has no memory left", "end other programs"));

    private FileFailures() {}

    /** Why something could not be read, without its path and without what to do. */
    public static String unreadable(Exception failed) {
        return reading(said(failed)).words();
    }

    /** Why something could not be read and what to do, without its path. */
    public static String unreadableWithRemedy(Exception failed) {
        return reading(said(failed)).toString();
    }

    /** Why something could not be written and what to do, without its path. */
    public static String unwritable(Exception failed) {
        return writing(failed, said(failed)).toString();
    }

    /** A sentence: which file could not be read, why, and what to do. */
    public static String cannotRead(Object path, Exception failed) {
        return "cannot read '" + path + "': " + unreadableWithRemedy(failed);
    }

    /** A sentence: which file could not be written, why, and what to do. */
    public static String cannotWrite(Object path, Exception failed) {
        return "cannot write '" + path + "': " + unwritable(failed);
    }

    /**
     * One kind of failure.
     *
     * @param sign a part of the system's message, in lower case
     * @param remedy empty if the words say what to do
     */
    private record Kind(String sign, String words, String remedy) {
        @Override
        public String toString() {
            return remedy.isEmpty() ? words : words + "; " + remedy;
        }
    }

    private static Kind reading(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains(MISSING)) {
            return new Kind(MISSING, "it does not exist", "correct the path");
        }
        return lower.contains(DENIED)
                ? new Kind(DENIED, "there is no permission to read it", "make it readable")
                : known(said, lower);
    }

    private static Kind writing(Exception failed, String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains(MISSING)) {
            return new Kind(MISSING, "its directory does not exist", "make the directory");
        } else if (lower.contains(DENIED)) {
            return new Kind(DENIED, "there is no permission to write to it", "make it writable");
        } else if (lower.contains(EXISTS)) {
            return new Kind(EXISTS, file(failed) + " exists already", "delete it, or choose another name");
        } else if (failed instanceof NotDirectoryException) {
            return new Kind(NO_DIRECTORY, file(failed) + " is not a directory", "");
        }
        return known(said, lower);
    }

    private static String file(Exception failed) {
        return failed instanceof FileSystemException system ? "'" + system.getFile() + "'" : "it";
    }

    private static Kind known(String said, String lower) {
        return KINDS.stream()
                .filter(kind -> lower.contains(kind.sign()))
                .findFirst()
                .orElseGet(() -> new Kind("", said, ""));
    }

    /** As the system says it, or as we do. */
    private static String said(Exception failed) {
        boolean isWrapper = failed instanceof UncheckedIOException
                || failed instanceof DirectoryIteratorException
                || failed instanceof CompletionException;
        if (isWrapper) {
            return failed.getCause() instanceof Exception cause ? said(cause) : "the system gives no reason";
        }
        String said = failed instanceof FileSystemException system
                ? Optional.ofNullable(system.getReason()).orElse("")
                : Optional.ofNullable(failed.getMessage()).orElse("");
        if (failed instanceof CharacterCodingException) {
            return "it is not UTF-8 text; save it as UTF-8";
        } else if (failed instanceof FileNotFoundException) {
            return said.substring(said.lastIndexOf('(') + 1); // "path (reason)"
        } else if (!said.isEmpty() && !INTERNAL.matcher(said).find()) {
            return said;
        }
        return ofClass(failed);
    }

    private static String ofClass(Exception failed) {
        if (failed instanceof AccessDeniedException) {
            return DENIED;
        } else if (failed instanceof ReadOnlyFileSystemException) {
            return "read-only";
        } else if (failed instanceof NotDirectoryException) {
            return NO_DIRECTORY;
        } else if (failed instanceof NoSuchFileException) {
            return MISSING;
        } else if (failed instanceof FileAlreadyExistsException) {
            return EXISTS;
        } else if (failed instanceof DirectoryNotEmptyException) {
            return "directory not empty";
        } else if (failed instanceof FileSystemLoopException) {
            return LOOP;
        } else if (failed instanceof EOFException) {
            return "it ends too early";
        }
        return failed instanceof ClosedChannelException
                ? "it was closed while it was in use"
                : "the system gives no reason";
    }
}
