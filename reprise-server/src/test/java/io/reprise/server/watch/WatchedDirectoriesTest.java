package io.reprise.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedDirectoriesTest {
    private static final WatchLimits LIMITS = new WatchLimits(4, 20);

    @TempDir
    Path root = Path.of("");

    private final FakeEvents events = new FakeEvents();
    private FakeDirectories store = new FakeDirectories(root);
    private long now = TimeUnit.HOURS.toNanos(1);
    private WatchedDirectories directories = new WatchedDirectories(store, events, LIMITS, () -> now);
    private WatchSession session = new WatchSession(store, events, LIMITS);
    private Path inner = Path.of("");

    @BeforeEach
    void open() {
        store = new FakeDirectories(root);
        session = new WatchSession(store, events, LIMITS);
        directories = new WatchedDirectories(store, events, LIMITS, () -> now);
        inner = root.resolve("group/a_test");
    }

    private @Nullable Sight sight(Path... paths) {
        return directories.sight(Set.of(paths), session);
    }

    private Sight seen(Path... paths) {
        Sight sight = sight(paths);
        assertThat(sight).isNotNull();
        return sight;
    }

    private void mark() throws InterruptedException {
        now += TimeUnit.MILLISECONDS.toNanos(1);
        assertThat(events.awaitMark(0, directories)).isTrue();
        directories.lookAround();
    }

    @Test
    void areWatchedWithAllAboveThem() {
        seen(inner);

        assertThat(events.watched()).containsExactlyInAnyOrder(root, root.resolve("group"), inner);
    }

    @Test
    void showChangesAfterTheNextMark() throws Exception {
        Sight of = seen(inner);
        Sight other = seen(root);
        events.change(inner, "x.json");
        assertThat(of.isUnchanged()).isTrue();

        mark();

        assertThat(of.isUnchanged()).isFalse();
        assertThat(other.isUnchanged()).isTrue();
        assertThat(seen(inner).isUnchanged()).isTrue();
    }

    @Test
    void areNotTheSameAfterAChangeOfTheirNameAbove() throws Exception {
        Sight before = seen(inner);
        events.change(root, "group");

        mark();

        assertThat(before.isUnchanged()).isFalse();
        assertThat(events.watched()).containsExactly(root);
        assertThat(seen(inner).isUnchanged()).isTrue();
        assertThat(events.watched()).containsExactlyInAnyOrder(root, root.resolve("group"), inner);
    }

    @Test
    void mayAllBeOthersAfterLostEvents() throws Exception {
        Sight above = seen(root);
        Sight below = seen(inner);
        events.overflow(root);

        mark();

        assertThat(above.isUnchanged()).isFalse();
        assertThat(below.isUnchanged()).isFalse();
    }

    @Test
    void areGoneWhenTheSystemEndsToWatchThem() throws Exception {
        Sight above = seen(root.resolve("group"));
        Sight below = seen(inner);
        events.end(root.resolve("group"));

        mark();

        assertThat(above.isUnchanged()).isFalse();
        assertThat(below.isUnchanged()).isFalse();
    }

    @Test
    void allChangeWhenTheStoreHasLearnedOfFiles() throws Exception {
        Sight before = seen(inner);
        store.learn(1);

        mark();

        assertThat(before.isUnchanged()).isFalse();
        Sight after = seen(inner);
        mark();
        assertThat(after.isUnchanged()).isTrue();
    }

    @Test
    void areOthersWhenAnotherDirectoryTakesThePlaceOfTheRoot(@TempDir Path elsewhere) throws Exception {
        Path link = elsewhere.resolve("link");
        Path other = Files.createDirectory(elsewhere.resolve("other"));
        Files.createSymbolicLink(link, root);
        store = new FakeDirectories(link);
        directories = new WatchedDirectories(store, events, LIMITS, () -> now);
        Sight before = seen(link);
        mark();
        assertThat(before.isUnchanged()).isTrue();

        Files.delete(link);
        Files.createSymbolicLink(link, other);
        mark();

        assertThat(before.isUnchanged()).isFalse();
        assertThat(seen(link).isUnchanged()).isTrue();
    }

    @Test
    void areGoneWithTheRoot() throws Exception {
        Sight before = seen(root);
        Files.delete(root);

        mark();

        assertThat(before.isUnchanged()).isFalse();
        assertThat(sight(root)).isNull();
        Files.createDirectory(root);
        assertThat(sight(root)).isNull(); // it is not tried again and again
        now += TimeUnit.SECONDS.toNanos(3);
        assertThat(sight(root)).isNotNull();
    }

    @Test
    void areLeftAloneWhileTheyChangeAllTheTime() throws Exception {
        Sight quiet = seen(root);
        for (int i = 0; i < 21; i++) {
            events.change(inner, "x.json");
            events.change(inner, "y.json");
            seen(inner);
            mark();
        }

        assertThat(sight(inner)).isNull();
        assertThat(events.watched()).containsExactlyInAnyOrder(root, root.resolve("group"));
        assertThat(quiet.isUnchanged()).isTrue();
        now += TimeUnit.SECONDS.toNanos(3);
        assertThat(sight(inner)).isNotNull();
    }

    @Test
    void areWatchedWhileManyFilesChangeAtOnce() throws Exception {
        Sight before = seen(inner);
        for (int i = 0; i < 1_000; i++) {
            events.change(inner, i + ".json");
        }

        mark();

        assertThat(before.isUnchanged()).isFalse();
        assertThat(sight(inner)).isNotNull();
    }

    @Test
    void areNotWatchedWhereTheSystemRefuses() {
        events.refuse(root.resolve("group"));

        assertThat(sight(inner)).isNull();
        assertThat(sight(inner, root)).isNull();
        assertThat(sight(root)).isNotNull();
    }

    @Test
    void makeRoomForOthersWhenTheyAreNoLongerUsed() {
        seen(inner);
        Sight old = seen(root.resolve("one"));
        assertThat(sight(root.resolve("two"))).isNull();

        now += TimeUnit.SECONDS.toNanos(30);
        seen(root.resolve("two"));
        assertThat(sight(root.resolve("three"))).isNotNull();
        assertThat(events.watched()).hasSizeLessThanOrEqualTo(4).contains(root, root.resolve("two"));
        assertThat(old.isUnchanged()).isTrue();
        assertThat(sight(inner)).isNull();
        assertThat(old.isUnchanged()).isFalse();
    }

    @Test
    void outsideOfTheStoreAreNotWatched() throws IOException {
        assertThat(sight(root.resolveSibling("other"))).isNull();
        assertThat(events.watched()).isEmpty();
    }
}
