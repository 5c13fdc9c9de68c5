package io.reprise.formats;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists and reads the files of a source. No link is followed that leads out of it; the source itself may be a link. */
public final class SourceFiles {
    /** The names of further files of an export: {@code chat-2.jsonl}. They may have been compressed since then. */
    private static final Pattern PART = Pattern.compile("-([1-9][0-9]{0,8})(\\.(?:jsonl|har)(?:\\.gz)?)$");

    private SourceFiles() {}

    /**
     * The files at or under {@code path} that {@code isWanted}, sorted: also those that will turn out to be unreadable, and directories that
     * cannot be listed. Hidden directories are left out.
     *
     * @throws FormatException if nothing can be listed
     */
    public static List<Path> under(Path path, Predicate<Path> isWanted) {
        List<Path> found = new ArrayList<>();
        walk(path, new Walk(path) {
            @Override
            FileVisitResult file(Path file) {
                if (isWanted.test(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            void unlisted(Path directory) {
                found.add(directory);
            }
        });
        found.sort(null);
        return found;
    }

    /** The files with those of one export in its order: {@code chat.jsonl}, {@code chat-2.jsonl}, {@code chat-10.jsonl}. */
    public static List<Path> inOrderOfParts(List<Path> files) {
        return files.stream()
                .map(Part::of)
                .sorted(Comparator.comparing(Part::first).thenComparingInt(Part::number))
                .map(Part::file)
                .toList();
    }

    /**
     * A file that may be a further one of an export.
     *
     * @param first the path of the first one
     */
    private record Part(Path file, String first, int number) {
        static Part of(Path file) {
            Matcher name = PART.matcher(file.toString());
            return name.find()
                    ? new Part(
                            file,
                            file.toString().substring(0, name.start()) + name.group(2),
                            Integer.parseInt(name.group(1)))
                    : new Part(file, file.toString(), 1);
        }
    }

    /** Whether there is such a file; false if that is not known. */
    public static boolean anyUnder(Path path, Predicate<Path> isWanted) {
        boolean[] isFound = {false};
        try {
            walk(path, new Walk(path) {
                @Override
                FileVisitResult file(Path file) {
                    isFound[0] |= isWanted.test(file);
                    return isFound[0] ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }
            });
        } catch (FormatException unknown) {
            return false;
        }
        return isFound[0];
    }

    /** Links to directories outside of the source, which are no part of it. */
    public static List<Path> linksOut(Path path) {
        List<Path> found = new ArrayList<>();
        walk(path, new Walk(path) {
            @Override
            FileVisitResult file(Path file) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            void leftOut(Path link) {
                found.add(link);
            }
        });
        return found;
    }

    private static void walk(Path path, Walk walk) {
        try {
            Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException failed) {
            throw new FormatException("cannot list '" + path + "': " + FileFailures.unreadable(failed), failed);
        }
    }

    /** Visits what is not hidden, and no directory to which a link leads out of the source. */
    private abstract static class Walk extends SimpleFileVisitor<Path> {
        private final Path root;

        Walk(Path root) {
            this.root = root;
        }

        abstract FileVisitResult file(Path file);

        void unlisted(Path unused) {}

        void leftOut(Path unused) {}

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (directory.equals(root)) {
                return FileVisitResult.CONTINUE;
            } else if (isHidden(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            } else if (leadsOut(root, directory)) {
                leftOut(directory);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return isHidden(file) ? FileVisitResult.CONTINUE : file(file);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failed) {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                unlisted(file);
                return FileVisitResult.CONTINUE;
            }
            return visitFile(file);
        }

        private FileVisitResult visitFile(Path file) {
            return isHidden(file) ? FileVisitResult.CONTINUE : file(file);
        }

        private boolean isHidden(Path file) {
            return !file.equals(root) && String.valueOf(file.getFileName()).startsWith(".");
        }
    }

    /** Whether this is a link, and not to something within the source. */
    public static boolean leadsOut(Path root, Path place) {
        if (!Files.isSymbolicLink(place)) {
            return false;
        }
        try {
            new ConfinedTree(root).real(place);
            return false;
        } catch (IOException outside) {
            return true;
        }
    }

    /** The name of {@code file} within {@code root}, with {@code /} on every system; the file's own where it is the root. */
    public static String origin(Path root, Path file) {
        Path within = root.equals(file) ? file.getFileName() : root.relativize(file);
        return within.toString().replace('\\', '/');
    }

    /**
     * The test of a file that tests find by its path: a file alone belongs to all tests.
     *
     * @param suffix that is no part of the test id
     */
    public static TestId test(Path root, Path file, Pattern suffix) {
        return root.equals(file)
                ? TestId.NONE
                : TestId.ofBeginning(suffix.matcher(origin(root, file)).replaceFirst(""));
    }

    /**
     * The text of a file in UTF-8.
     *
     * @param root of the source; the file itself if the source is one
     * @throws IOException if it cannot be read, or is in another encoding; the message is for people
     */
    public static String text(Path root, Path file) throws IOException {
        return bytes(root, file).decode().orElseThrow(() -> new IOException("it is not UTF-8"));
    }

    /** The bytes of a file, as {@link #text} reads it. */
    public static Bytes bytes(Path root, Path file) throws IOException {
        if (!root.equals(file) && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("its files cannot be listed: there is no permission to read it");
        }
        try {
            return tree(root).read(root.equals(file) ? root.toRealPath() : file);
        } catch (IOException failed) {
            throw new IOException(FileFailures.unreadable(failed), failed);
        }
    }

    /** What the files of a source are read from. */
    public static ConfinedTree tree(Path root) throws IOException {
        return new ConfinedTree(Files.isDirectory(root) ? root : DurableFiles.parentOf(root.toRealPath()));
    }

    /** Whether a file begins with a text of that kind; false if it cannot be read. What is not ASCII is ISO 8859-1. */
    public static boolean begins(Path root, Path file, int most, Predicate<String> kind) {
        return beginning(root, file, most)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .filter(kind)
                .isPresent();
    }

    /** The first bytes of a file; empty if it cannot be read. */
    public static Optional<byte[]> beginning(Path root, Path file, int most) {
        try {
            return Optional.of(tree(root).beginning(root.equals(file) ? root.toRealPath() : file, most));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
