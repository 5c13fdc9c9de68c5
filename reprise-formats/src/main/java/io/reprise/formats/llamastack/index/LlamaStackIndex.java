package io.reprise.formats.llamastack.index;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.FileVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The index of which file answers which request, by the content of the files. In memory only. Thread-safe; changes by
 * other programs are seen when {@link #refresh} is called.
 *
 * <p>At first only the tests of files are read. What a file answers is read when its test asks for the first time.
 */
public final class LlamaStackIndex {
    /** One request that a file answers. */
    record Hit(IndexedFile file, FileQuestions.Way way) {}

    private static final long PATIENCE_SECONDS = 1;

    /** More than the time for which files that change have the same time. */
    private static final long TICK_MILLIS = 30;

    private final Path root;
    private final ConfinedTree tree;
    private final KeyRules rules;
    private volatile Map<Path, FileVersion> directories = Map.of();
    private final Map<Path, KnownFile> files = new TreeMap<>();
    /** Files of each test that have not been entered into {@link #hits} yet. */
    private final Map<TestId, Set<KnownFile>> waiting = new HashMap<>();

    private long walkedAt;

    private final Map<Key, List<Hit>> hits = new ConcurrentHashMap<>();

    public LlamaStackIndex(Path root, KeyRules rules) {
        this.root = root;
        this.tree = new ConfinedTree(root);
        this.rules = rules;
    }

    /** Files of one test. */
    List<Hit> find(Key key, TestId test) {
        enter(waiting(Optional.of(test)));
        return hits.getOrDefault(key, List.of());
    }

    /** Files of any test. */
    List<Hit> findAnywhere(Key key) {
        enter(waiting(Optional.empty()));
        return hits.getOrDefault(key, List.of());
    }

    /** All files that answer a request, sorted by path. */
    public List<IndexedFile> files() {
        return all().stream()
                .flatMap(known -> known.questions().file().stream())
                .toList();
    }

    /** Why files cannot answer, sorted by path. */
    public Map<Path, FileQuestions.Problem> problems() {
        Map<Path, FileQuestions.Problem> problems = new TreeMap<>();
        all().forEach(known -> known.questions().problem().ifPresent(why -> problems.put(known.path(), why)));
        return problems;
    }

    /** What the file answers; empty if there is no such file. */
    public Optional<IndexedFile> file(Path path) {
        KnownFile known;
        synchronized (this) {
            known = files.get(path);
        }
        return known == null ? Optional.empty() : known.questions().file();
    }

    private List<KnownFile> all() {
        enter(waiting(Optional.empty()));
        synchronized (this) {
            return List.copyOf(files.values());
        }
    }

    private synchronized List<KnownFile> waiting(Optional<TestId> test) {
        Collection<Set<KnownFile>> wanted =
                test.isPresent() ? List.of(waiting.getOrDefault(test.get(), Set.of())) : waiting.values();
        return wanted.stream().flatMap(Set::stream).toList();
    }

    /** Reads without a lock, so that a request for one test does not wait for a request for all files. */
    private void enter(List<KnownFile> some) {
        some.parallelStream().forEach(KnownFile::questions);
        for (KnownFile known : some) {
            enter(known);
        }
    }

    private synchronized void enter(KnownFile known) {
        Set<KnownFile> group = waiting.get(known.test());
        if (group == null || !group.remove(known)) {
            return;
        }
        if (group.isEmpty()) {
            waiting.remove(known.test());
        }
        FileQuestions questions = known.questions();
        questions
                .file()
                .ifPresent(file -> questions
                        .keys()
                        .forEach((key, way) -> hits.merge(key, List.of(new Hit(file, way)), LlamaStackIndex::joined)));
    }

    private static List<Hit> joined(List<Hit> some, List<Hit> more) {
        List<Hit> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /**
     * Finds files that were added, deleted or changed. Costs one look at each directory if there is none; each file is
     * looked at once in {@value #PATIENCE_SECONDS} s, since editing a file in its place leaves no trace in its
     * directory.
     */
    synchronized void refresh() {
        long now = System.nanoTime();
        boolean isSettled = !directories.isEmpty()
                && now - walkedAt < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)
                && hasSameDirectories();
        if (!isSettled) {
            walk(now);
        }
    }

    /**
     * Finds files that were added, deleted or renamed. Costs one look at each directory if there is none, and holds no lock
     * meanwhile.
     */
    void refreshDirectories() {
        if (directories.isEmpty() || !hasSameDirectories()) {
            refresh();
        }
    }

    private boolean hasSameDirectories() {
        return directories.entrySet().stream()
                .allMatch(known -> Optional.of(known.getValue()).equals(FileVersion.of(known.getKey())));
    }

    private void walk(long now) {
        long began = System.currentTimeMillis();
        TreeWalk walk;
        try {
            walk = TreeWalk.of(root);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        walkedAt = now;
        walk.directories().replaceAll((path, version) -> isSure(version, began) ? version : FileVersion.NONE);
        directories = Map.copyOf(walk.directories());
        Set<Path> gone = new HashSet<>(files.keySet());
        gone.removeAll(walk.files().keySet());
        gone.forEach(this::forget);
        walk.files().entrySet().parallelStream()
                .filter(file -> !isKnown(file.getKey(), file.getValue()))
                .map(file -> KnownFile.of(tree, file.getKey(), file.getValue(), rules))
                .toList()
                .forEach(this::put);
    }

    /** Whether a later change of a directory gives it another time: clocks of file systems are coarse. */
    private static boolean isSure(FileVersion directory, long began) {
        return Math.abs(directory.modified().toMillis() - began) > TICK_MILLIS;
    }

    private boolean isKnown(Path path, FileVersion stamp) {
        KnownFile known = files.get(path);
        return known != null && known.stamp().equals(stamp);
    }

    /** Reads one file again, or removes it if it was deleted. */
    public void reread(Path file) {
        Optional<KnownFile> known = FileVersion.ofListed(file).map(stamp -> KnownFile.of(tree, file, stamp, rules));
        known.ifPresent(KnownFile::questions);
        synchronized (this) {
            if (known.isPresent()) {
                put(known.get());
                enter(known.get());
            } else {
                forget(file);
            }
        }
    }

    private void put(KnownFile known) {
        forget(known.path());
        files.put(known.path(), known);
        waiting.computeIfAbsent(known.test(), test -> new HashSet<>()).add(known);
    }

    private void forget(Path path) {
        KnownFile known = files.remove(path);
        if (known == null) {
            return;
        }
        Set<KnownFile> group = waiting.getOrDefault(known.test(), Set.of());
        if (group.contains(known)) {
            group.remove(known);
            return;
        }
        for (Key key : known.questions().keys().keySet()) {
            hits.computeIfPresent(key, (same, found) -> {
                List<Hit> rest = found.stream()
                        .filter(hit -> !hit.file().path().equals(path))
                        .toList();
                return rest.isEmpty() ? null : rest;
            });
        }
    }
}
