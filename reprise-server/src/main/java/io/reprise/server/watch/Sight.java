package io.reprise.server.watch;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state of certain directories before something in them was looked at. */
public final class Sight {
    private final WatchSession session;
    private final WatchedDirectory[] directories;
    private final long[] numbers;

    Sight(WatchSession session, WatchedDirectory[] directories) {
        this.session = session;
        this.directories = directories;
        this.numbers = new long[directories.length];
        for (int i = 0; i < directories.length; i++) {
            numbers[i] = directories[i].number();
        }
    }

    Set<Path> paths() {
        return Stream.of(directories).map(WatchedDirectory::path).collect(Collectors.toSet());
    }

    /** Whether nothing had changed in the directories fifty milliseconds before {@code now}, as far as that is known now. Cheap; allocates nothing. */
    public boolean isTrusted(long now) {
        return session.isFresh(now) && isUnchanged(); // in this order: changes become known before a mark
    }

    /** Whether no change in the directories is known. Cheap. */
    public boolean isUnchanged() {
        for (int i = 0; i < numbers.length; i++) {
            if (directories[i].number() != numbers[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Done when all changes are known that were made until fifty milliseconds before {@code now}; with false if that takes too long. Null if there is
     * nothing to wait for.
     */
    public @Nullable CompletableFuture<Boolean> mark(long now) {
        return session.mark(now);
    }
}
