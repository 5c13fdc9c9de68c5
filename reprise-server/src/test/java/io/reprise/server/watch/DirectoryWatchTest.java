package io.reprise.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryWatchTest {
    @TempDir
    Path root = Path.of("");

    private final List<FakeEvents> opened = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private boolean isRefused;
    private @Nullable DirectoryWatch watch;

    private DirectoryWatch watch() {
        if (watch == null) {
            watch = new DirectoryWatch(
                    Optional.of(new FakeDirectories(root)), this::open, WatchLimits.DEFAULT, clock::get);
        }
        return watch;
    }

    private DirectoryEvents open(Path directory) throws IOException {
        if (isRefused) {
            throw new IOException("User limit of inotify instances reached or too many open files");
        }
        FakeEvents events = new FakeEvents();
        opened.add(events);
        return events;
    }

    @AfterEach
    void close() {
        watch().close();
    }

    private @Nullable Sight sight() {
        return watch().sight(List.of(FakeDirectories.version(root)), null);
    }

    private Sight afterManyLooks() {
        Sight sight = sight();
        for (int i = 0; i < 64; i++) {
            sight = sight();
        }
        assertThat(sight).isNotNull();
        return sight;
    }

    /** Asks until a mark has come, with which this is trusted. */
    private static void askUntilTrusted(Sight sight) {
        while (!sight.isTrusted(System.nanoTime())) {
            Thread.onSpinWait();
        }
    }

    private static CompletableFuture<Boolean> markUnderWay(Sight sight) {
        CompletableFuture<Boolean> mark = sight.mark(System.nanoTime());
        while (mark == null) {
            Thread.onSpinWait();
            mark = sight.mark(System.nanoTime());
        }
        return mark;
    }

    @Test
    void beginsOnlyWithManyLooks() {
        for (int i = 0; i < 1_000; i++) {
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(20));
            assertThat(sight()).isNull();
        }
        assertThat(opened).isEmpty();
        assertThat(watch().isOn()).isFalse();

        afterManyLooks();
        assertThat(watch().isOn()).isTrue();
        assertThat(opened).hasSize(1);
    }

    @Test
    void watchesNothingForStoresThatAreNoDirectories() {
        try (DirectoryWatch none = new DirectoryWatch(Optional.empty(), this::open, WatchLimits.DEFAULT, clock::get)) {
            Store.Version version = FakeDirectories.version(root);
            for (int i = 0; i < 1_000; i++) {
                assertThat(none.sight(List.of(version), null)).isNull();
            }
        }
        assertThat(opened).isEmpty();
    }

    @Test
    void seesNothingWhereChangesMayShowElsewhere() {
        afterManyLooks();

        Store.Version elsewhere = FakeDirectories.version();
        assertThat(watch().sight(List.of(FakeDirectories.version(root), elsewhere), null))
                .isNull();
    }

    @Test
    void seesAgainWhatItHasSeen() {
        Sight first = afterManyLooks();

        Sight again = watch().sight(List.of(FakeDirectories.version(root)), first);
        assertThat(again).isNotNull();
        assertThat(again.isUnchanged()).isTrue();
        Store.Version moved = FakeDirectories.version(root.resolve("elsewhere"));
        assertThat(watch().sight(List.of(moved), first)).isNull();
        assertThat(watch().sight(List.of(moved), null)).isNotNull();
    }

    @Test
    void knowsChangesAsTheyCome() {
        Sight sight = afterManyLooks();
        askUntilTrusted(sight);
        assertThat(sight.isUnchanged()).isTrue();

        opened.get(0).change(root, "x.json");

        while (sight.isUnchanged()) {
            Thread.onSpinWait();
        }
        assertThat(sight.isTrusted(System.nanoTime())).isFalse();
    }

    @Test
    void isWokenByRequestsThatComeAfterALongRest() throws Exception {
        Sight sight = afterManyLooks();
        askUntilTrusted(sight);
        opened.get(0).awaitRestOf(TimeUnit.MILLISECONDS.toNanos(900));

        askUntilTrusted(sight);

        assertThat(opened.get(0).isRestCut()).isTrue();
    }

    @Test
    void knowsAtAMarkWhatHasChangedBefore() throws Exception {
        Sight sight = afterManyLooks();
        askUntilTrusted(sight);
        opened.get(0).holdMarks();
        CompletableFuture<Boolean> mark = markUnderWay(sight);
        opened.get(0).change(root, "x.json");
        assertThat(mark.isDone()).isFalse();

        opened.get(0).letMarksCome();

        assertThat(mark.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(sight.isUnchanged()).isFalse();
    }

    @Test
    void trustsNothingWithoutAMark() throws Exception {
        Sight sight = afterManyLooks();
        askUntilTrusted(sight);
        opened.get(0).holdMarks();

        CompletableFuture<Boolean> mark = markUnderWay(sight);
        while (sight.isTrusted(System.nanoTime())) {
            Thread.onSpinWait();
        }

        assertThat(sight.isUnchanged()).isTrue();
        watch().close();
        assertThat(mark.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void endsForSomeTimeWhenAMarkDoesNotCome() throws Exception {
        Sight sight = afterManyLooks();
        askUntilTrusted(sight);

        opened.get(0).loseMarks();
        CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);
        while (watch().isOn()) {
            CompletableFuture<Boolean> mark = sight.mark(System.nanoTime());
            last = mark == null ? last : mark;
        }

        assertThat(last.get(30, TimeUnit.SECONDS)).isNotNull(); // nobody waits for ever
        assertThat(sight.isUnchanged()).isFalse();
        assertThat(sight.mark(System.nanoTime())).isNull();
        assertThat(opened.get(0).isClosedSoon()).isTrue();
        for (int i = 0; i < 1_000; i++) {
            assertThat(sight()).isNull();
        }
        clock.addAndGet(TimeUnit.SECONDS.toNanos(11));
        afterManyLooks();
        assertThat(opened).hasSize(2);
    }

    @Test
    void isTriedAgainLaterWhereNoneCanBeHad() {
        isRefused = true;
        for (int i = 0; i < 1_000; i++) {
            assertThat(sight()).isNull();
        }
        isRefused = false;
        for (int i = 0; i < 1_000; i++) {
            assertThat(sight()).isNull();
        }

        clock.addAndGet(TimeUnit.SECONDS.toNanos(11));
        afterManyLooks();
        assertThat(opened).hasSize(1);
    }

    @Test
    void endsWhenItIsClosed() throws Exception {
        Sight sight = afterManyLooks();

        watch().close();

        assertThat(opened.get(0).isClosedSoon()).isTrue();
        assertThat(sight.isUnchanged()).isFalse();
        for (int i = 0; i < 1_000; i++) {
            assertThat(sight()).isNull();
        }
        assertThat(opened).hasSize(1);
    }
}
