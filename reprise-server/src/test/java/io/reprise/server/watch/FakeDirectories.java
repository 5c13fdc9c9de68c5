package io.reprise.server.watch;

import io.reprise.core.store.Store;
import io.reprise.core.store.VersionDirectories;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Versions that name their directories themselves. */
final class FakeDirectories implements VersionDirectories {
    private final Path root;
    private volatile long learned;

    record Named(Set<Path> directories) implements Store.Version {}

    FakeDirectories(Path root) {
        this.root = root;
    }

    static Store.Version version(Path... directories) {
        return new Named(Set.of(directories));
    }

    void learn(long number) {
        learned = number;
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public Optional<Set<Path>> of(Store.Version version) {
        Set<Path> directories = ((Named) version).directories();
        return directories.isEmpty() ? Optional.empty() : Optional.of(directories);
    }

    @Override
    public long learned() {
        return learned;
    }
}
