package io.reprise.core.store.directory;

import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.directory.name.NameIndex;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.BodyFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One directory of recordings, with the known names in it. Names are hints: their files may be deleted, and in large
 * directories a name that another program has just added may be missing. A search has the directory listed again as follows.
 * <em>In vain</em> is a search that may cost more and has found nothing; <em>changed</em> is a directory whose time has.
 *
 * <table>
 * <caption>When a search lists the directory</caption>
 * <tr><th>directory</th><th>changed</th><th>search</th><th>is listed</th></tr>
 * <tr><td>small</td><td>yes</td><td>any</td><td>at once</td></tr>
 * <tr><td>small</td><td>no</td><td>in vain</td><td>once enough such searches have saved up for it: a change within the same tick of the clock as the
 * one before does not show</td></tr>
 * <tr><td>small</td><td>no</td><td>other</td><td>never</td></tr>
 * <tr><td>large</td><td>yes</td><td>in vain</td><td>once enough such searches have saved up for it</td></tr>
 * <tr><td>large</td><td>no</td><td>in vain</td><td>never</td></tr>
 * <tr><td>large, given up before its end</td><td>any</td><td>in vain</td><td>at once</td></tr>
 * <tr><td>large</td><td>any</td><td>other</td><td>never</td></tr>
 * </table>
 */
final class RecordingDirectory {
    private static final String END = ".json";

    /** The most names of a small directory. */
    static final int SMALL = 4_096;
    /** What each search in vain saves up in a large directory, in names that may be listed for it. */
    private static final int NAMES_PER_MISS = 256;

    /** The same in a small directory, where only what another program did within a tick of the clock can be missing. */
    private static final int NAMES_PER_DOUBT = 32;

    private enum ListedAgain {
        NEVER,
        ONCE_SAVED_UP,
        AT_ONCE
    }

    /** @param isWhole false for a large directory that was given up */
    private record Listing(NameIndex names, FileTime modified, boolean isWhole) {}

    private final Path path;
    private final Runnable learned;
    private final ReentrantLock lock = new ReentrantLock();
    /** How many names the next listing may have, if it has to be saved up for. */
    private long savings;
    /** Whether this program is changing the directory; then its lock is held. */
    private volatile boolean isChanging;

    private volatile @Nullable Listing listing;

    /** @param learned is called when names have become known that a search did not find, though nothing has changed since */
    RecordingDirectory(Path path, Runnable learned) {
        this.path = path;
        this.learned = learned;
    }

    Path path() {
        return path;
    }

    /**
     * The names with these digits of a key.
     *
     * @param isMiss whether nothing was found in the expected place, so that a search may cost more
     */
    List<String> named(String brief, boolean isMiss) {
        Optional<FileTime> modified = modified();
        if (modified.isEmpty()) {
            return List.of();
        }
        Listing known = listing;
        List<String> names = known == null ? List.of() : known.names().of(brief);
        Search search = new Search(isMiss, isMiss && names.stream().noneMatch(this::isThere));
        if (known == null || listedAgain(known, modified.get(), search) != ListedAgain.NEVER) {
            names = current(search).names().of(brief);
        }
        return names;
    }

    private boolean isThere(String name) {
        return path.resolve(name).toFile().exists();
    }

    /** @param isInVain whether it has found nothing so far, although it is worth more */
    private record Search(boolean isMiss, boolean isInVain) {}

    /** The table above. */
    private static ListedAgain listedAgain(Listing known, FileTime modified, Search search) {
        boolean hasChanged = !known.modified().equals(modified);
        if (isSmall(known) && hasChanged) {
            return ListedAgain.AT_ONCE;
        } else if (!search.isInVain()) {
            return ListedAgain.NEVER;
        } else if (!known.isWhole()) {
            return ListedAgain.AT_ONCE;
        }
        return isSmall(known) || hasChanged ? ListedAgain.ONCE_SAVED_UP : ListedAgain.NEVER;
    }

    private static boolean isSmall(Listing known) {
        return known.isWhole() && known.names().size() <= SMALL;
    }

    /**
     * The known names, after a listing if that is worth its cost. Does not wait for a change by this program; changes
     * by others at this moment are seen later.
     */
    private Listing current(Search search) {
        Listing known = listing;
        if (!lock.tryLock()) {
            if (known != null && isChanging) {
                return known;
            }
            lock.lock();
        }
        try {
            known = listing;
            if (known != null && !isDue(known, search)) {
                return known;
            }
            return list(search.isMiss() ? Integer.MAX_VALUE : SMALL);
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue(Listing known, Search search) {
        FileTime modified = modified().orElse(known.modified());
        return switch (listedAgain(known, modified, search)) {
            case NEVER -> false;
            case AT_ONCE -> true;
            case ONCE_SAVED_UP -> {
                savings += isSmall(known) ? NAMES_PER_DOUBT : NAMES_PER_MISS;
                yield savings >= known.names().size();
            }
        };
    }

    /** Lists all names again. */
    void list() {
        lock.lock();
        try {
            list(Integer.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    private Listing list(int most) {
        FileTime modified = modified().orElse(FileTime.fromMillis(0));
        NameIndex names = new NameIndex();
        boolean isWhole = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                if (names.size() >= most) {
                    isWhole = false;
                    break;
                }
                FileName.parse(file.getFileName().toString()).ifPresent(names::add);
            }
        } catch (IOException | DirectoryIteratorException failed) {
            throw notListed(failed);
        }
        Listing known = listing;
        savings = known == null ? names.size() : 0; // the first change by another program is worth a listing at once
        Listing fresh = new Listing(isWhole ? names : new NameIndex(), modified, isWhole);
        listing = fresh;
        if (known != null && isMoreThanTheTimeTells(known, fresh)) {
            learned.run();
        }
        return fresh;
    }

    /** Whether a search finds other names now although the directory is as it was then; of a small one, each search looks at its time. */
    private static boolean isMoreThanTheTimeTells(Listing known, Listing fresh) {
        boolean isStale = !known.modified().equals(fresh.modified());
        boolean isOther = known.names().size() != fresh.names().size() || known.isWhole() != fresh.isWhole();
        return isSmall(known) ? isOther && !isStale : isOther || isStale;
    }

    /** Visits every file that may be a recording, after all names have been listed. */
    void walk(BiConsumer<Path, FileVersion> visitor) {
        list();
        visit(file -> {
            if (mayBeRecording(file)) {
                FileVersion.ofListed(file).ifPresent(stamp -> visitor.accept(file, stamp));
            }
        });
    }

    /** A directory with the name of a recording is one that cannot be read; others are those of tests, whose ids may end in {@code .json}. */
    private static boolean mayBeRecording(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(END)
                && (FileName.parse(name).isPresent() || !file.toFile().isDirectory());
    }

    /** The directories in this one, whatever their names, except hidden ones; and links that lead to nothing, unless they may be recordings. */
    List<Path> directories() {
        List<Path> directories = new ArrayList<>();
        visit(file -> {
            boolean isNamedAsFile = file.getFileName().toString().endsWith(END);
            if (file.toFile().isDirectory() || !isNamedAsFile && isLinkToNothing(file)) {
                directories.add(file);
            }
        });
        return directories;
    }

    private static boolean isLinkToNothing(Path file) {
        return !file.toFile().exists() && Files.isSymbolicLink(file);
    }

    /** Files that were written as bodies of recordings, by their names. */
    List<Path> bodies() {
        List<Path> bodies = new ArrayList<>();
        visit(file -> {
            if (BodyFile.isOfRecording(file.getFileName().toString())) {
                bodies.add(file);
            }
        });
        return bodies;
    }

    private void visit(Consumer<Path> visitor) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                path, file -> !file.getFileName().toString().startsWith("."))) {
            List<Path> sorted = new ArrayList<>();
            files.forEach(sorted::add);
            sorted.sort(null); // what is said about many files can be compared with what was said before
            orderRecordings(sorted);
            sorted.forEach(visitor);
        } catch (IOException | DirectoryIteratorException failed) {
            throw notListed(failed);
        }
    }

    /** Puts the recordings among these files in their order. Other files, such as bodies, stay in their places between them. */
    private static void orderRecordings(List<Path> sorted) {
        List<Path> recordings = new ArrayList<>(
                sorted.stream().filter(file -> name(file).isPresent()).toList());
        orderAnswers(recordings);
        Iterator<Path> next = recordings.iterator();
        sorted.replaceAll(file -> name(file).isPresent() ? next.next() : file);
    }

    /** Puts the answers to each question in their order. By their names, which are next to each other, the tenth comes before the second, and the first last. */
    private static void orderAnswers(List<Path> sorted) {
        for (int from = 0, to; from < sorted.size(); from = to) {
            Optional<FileName> later = name(sorted.get(from)).filter(name -> name.occurrence() > 1);
            to = from + 1;
            if (later.isPresent()) {
                FileName first = later.get().first();
                while (to < sorted.size()
                        && name(sorted.get(to))
                                .filter(name -> name.first().equals(first))
                                .isPresent()) {
                    to++;
                }
                sorted.subList(from, to)
                        .sort(Comparator.comparingInt(
                                file -> name(file).map(FileName::occurrence).orElse(1)));
            }
        }
    }

    private static Optional<FileName> name(Path file) {
        return FileName.parse(file.getFileName().toString());
    }

    private StoreException notListed(Exception failed) {
        return new StoreException("'" + path + "' cannot be listed: " + FileFailures.unreadable(failed), failed);
    }

    /** Makes a change that leaves a file of that name here. */
    void add(String name, DurableFiles.Change change) throws IOException {
        change(() -> {
            change.make();
            Listing known = listing;
            if (known != null) {
                FileName.parse(name).ifPresent(known.names()::add);
            }
        });
    }

    /** Makes a change of this directory, which is then no reason to list it again. */
    void change(DurableFiles.Change change) throws IOException {
        lock.lock();
        isChanging = true;
        try {
            Optional<FileTime> before = modified();
            change.make();
            Listing known = listing;
            if (known != null) {
                adopt(known, before);
            }
        } finally {
            isChanging = false;
            lock.unlock();
        }
    }

    private void adopt(Listing known, Optional<FileTime> before) {
        if (before.equals(Optional.of(known.modified()))) {
            listing = new Listing(known.names(), modified().orElse(known.modified()), known.isWhole());
        }
    }

    private Optional<FileTime> modified() {
        if (!path.toFile().isDirectory()) {
            return Optional.empty(); // without the cost of an exception
        }
        try {
            return Optional.of(Files.getLastModifiedTime(path));
        } catch (IOException vanished) {
            return Optional.empty();
        }
    }
}
