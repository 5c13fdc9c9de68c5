package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.FileEntry;
import io.reprise.core.store.directory.RecordingFiles;
import io.reprise.core.store.directory.StoredFiles;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.file.RecordingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Gives the recordings of a test to another test, since the test is a part of their keys, names and content. A new file is whole before the old
 * one is deleted: after a kill, a second run goes on.
 */
public final class StoreMove {
    /**
     * A recording that gets another test.
     *
     * @param from its location
     * @param to its new location
     */
    public record Move(String from, String to, TestId test) {}

    private final StoredFiles files;
    private final KeyRules rules;
    private final Function<TestId, Optional<TestId>> renaming;
    private final List<Move> moves = new ArrayList<>();
    private final Set<String> taken = new TreeSet<>();
    private final Set<String> tests = new TreeSet<>();
    private final OrphanedBodies bodies;
    private int broken;

    /** @param renaming the new name of a test; empty for tests that keep theirs */
    public StoreMove(Path root, KeyRules rules, Function<TestId, Optional<TestId>> renaming) {
        this(new RecordingFiles(root.toAbsolutePath().normalize(), rules), rules, renaming);
    }

    /** As above, of any store. */
    public StoreMove(StoredFiles files, KeyRules rules, Function<TestId, Optional<TestId>> renaming) {
        this.files = files;
        this.rules = rules;
        this.renaming = renaming;
        this.bodies = new OrphanedBodies(files);
    }

    /** Reads the whole store once, and changes nothing. Files that cannot be read stay. */
    public List<Move> find(Runnable progress) {
        Set<Path> targets = new HashSet<>();
        bodies.list();
        files.walk(
                (file, stamp) -> {
                    progress.run();
                    try {
                        files.readRecording(file, stamp)
                                .ifPresentOrElse(entry -> note(entry, targets), () -> bodies.other(file));
                    } catch (StoreException unreadable) {
                        broken++; // nobody knows its test
                        bodies.unreadable(file);
                    }
                },
                unlisted -> broken++);
        moves.sort(Comparator.comparing(Move::from));
        return List.copyOf(moves);
    }

    private void note(FileEntry entry, Set<Path> targets) {
        bodies.recording(entry.file(), entry.stamp(), entry.bodies().keySet());
        TestId test = entry.recording().test();
        tests.add(test.name());
        Optional<TestId> other = renaming.apply(test).filter(name -> !name.equals(test));
        if (other.isEmpty() || entry.question().parsed().family().isModelList()) {
            return;
        }
        Path target = target(entry, renamed(entry, other.get()));
        boolean isFree = targets.add(target) && (!files.exists(target) || isSame(target, renamed(entry, other.get())));
        if (!isFree) {
            taken.add(files.places().location(target));
        }
        moves.add(new Move(entry.location(), files.places().location(target), other.get()));
    }

    /** The locations that other recordings have already: nothing can be moved there. */
    public Set<String> taken() {
        return Set.copyOf(taken);
    }

    /** How many files and directories cannot be read. They stay, whatever their test is. */
    public int broken() {
        return broken;
    }

    /** The names of all tests that the store has. */
    public Set<String> tests() {
        return Set.copyOf(tests);
    }

    /**
     * Carries out what {@link #find} has found.
     *
     * @throws StoreException if a file cannot be written or deleted; those before it are moved
     */
    public void move(Runnable progress) {
        for (Move move : moves) {
            progress.run();
            Optional<FileEntry> entry = files.at(move.from());
            if (entry.isPresent()) {
                try {
                    move(entry.get(), move.test());
                } catch (IOException failed) {
                    throw new StoreException(
                            "'" + move.from() + "' cannot be moved to '" + move.to() + "': "
                                    + FileFailures.unwritable(failed) + "; the same command goes on from there",
                            failed);
                }
            }
        }
        files.close();
    }

    private void move(FileEntry entry, TestId test) throws IOException {
        Recording wanted = renamed(entry, test);
        Path target = target(entry, wanted);
        if (!isSame(target, wanted)) {
            if (files.exists(target)) {
                throw new IOException("it exists");
            }
            files.write(target, written(entry, wanted, target));
        }
        files.delete(entry.file());
        bodies.moved(entry, target);
        files.deleteDirectoryIfEmpty(DurableFiles.parentOf(entry.file()));
    }

    private static Recording renamed(FileEntry entry, TestId test) {
        return entry.recording().ofTest(test);
    }

    private Path target(FileEntry entry, Recording renamed) {
        Question question = rules.question(entry.question().parsed(), renamed.test());
        return files.places().placeOf(renamed, question, Optional.of(entry.file()));
    }

    private boolean isSame(Path target, Recording wanted) {
        try {
            return files.version(target)
                    .flatMap(stamp -> files.read(target, stamp))
                    .filter(present -> present.recording().equals(wanted))
                    .isPresent();
        } catch (StoreException unreadable) {
            return false;
        }
    }

    /** The old text with the other name in it, if that gives this recording, or else a new text. */
    private RecordingFile.Written written(FileEntry entry, Recording wanted, Path target) {
        Bytes text = files.content(entry.file()).orElse(Bytes.EMPTY);
        Optional<String> plain = entry.bodies().isEmpty() ? text.decode() : Optional.empty();
        if (plain.isPresent()) {
            String old = "\"test\": " + json(entry.recording().test());
            int at = plain.get().indexOf(old);
            if (at >= 0 && !wanted.test().isNone()) {
                String edited = plain.get().substring(0, at) + "\"test\": " + json(wanted.test())
                        + plain.get().substring(at + old.length());
                Bytes bytes = Bytes.utf8(edited);
                if (RecordingFile.parse(bytes, entry.location(), files.bodiesBeside(entry.file()))
                        .recording()
                        .equals(wanted)) {
                    return new RecordingFile.Written(bytes, List.of());
                }
            }
        }
        RecordingFile.Written again =
                RecordingFile.write(wanted, ApiFamilies.parse(wanted.exchange().request()), FileName.stem(target));
        return new RecordingFile.Written(
                RecordingFile.withMembersForPeople(again.text(), text, entry.location(), words -> words),
                again.bodies());
    }

    private static String json(TestId test) {
        return new Json.JsonString(test.name()).write(Layout.COMPACT);
    }
}
