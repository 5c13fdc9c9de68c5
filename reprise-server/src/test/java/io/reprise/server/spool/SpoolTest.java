package io.reprise.server.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Intercepted;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.Dating;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.store.MemoryStore;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

    @TempDir
    Path directory;

    @TempDir
    Path other;

    private final MemoryStore store = new MemoryStore();
    private final Question question = StoreContract.question("hello", TestId.NONE);

    private Spool open() {
        return open(1 << 20);
    }

    private Spool open(long limit) {
        return Spool.open(new SpoolSettings(directory, limit), KeyRules.NONE, new HandedOutIds(), () -> TODAY);
    }

    private static void keep(Spool spool, Question question, String text, Position position) {
        Exchange exchange = new Exchange(question.request(), StoreContract.answer(text));
        assertThat(spool.keep(question, "upstream", exchange, position, false)).isInstanceOf(Spool.Result.Kept.class);
    }

    private int deliver(Spool spool, Store target) {
        RecordingKeeper keeper = new RecordingKeeper(target, new Dating(true, Optional.empty()));
        return spool.deliver(target, keeper, entry -> {}, () -> false).kept();
    }

    private List<String> texts() {
        return store.recordings().stream()
                .map(recording -> recording.exchange().response().body().toString())
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static String core(Path path) {
        String[] parts = path.getFileName().toString().split("-");
        return parts[parts.length - 2] + "-" + parts[parts.length - 1];
    }

    private static void copyTree(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(from)) {
            all = tree.toList();
        }
        for (Path each : all) {
            Files.copy(
                    each,
                    to.resolve(from.relativize(each).toString()),
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    @Test
    void deliversInOrderWithTheDay() throws IOException {
        try (Spool spool = open()) {
            keep(spool, question, "one", new Position.Next());
            keep(spool, question, "two", new Position.NextChange());
            assertThat(spool.holds(question)).isTrue();
            assertThat(spool.find(question)).hasSize(2);

            assertThat(deliver(spool, store)).isEqualTo(2);

            assertThat(spool.holds(question)).isFalse();
            assertThat(spool.spooled().bytes()).isZero();
        }
        assertThat(store.recordings()).hasSize(2);
        assertThat(texts().get(0)).contains("one");
        assertThat(texts().get(1)).contains("two");
        assertThat(files()).isEmpty();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void deliveringTwiceChangesNothing() throws IOException {
        Spool spool = open();
        keep(spool, question, "one", new Position.First());
        keep(spool, question, "two", new Position.Next());
        Path copy = other.resolve("copy");
        Path own;
        try (Stream<Path> all = Files.list(directory)) {
            own = all.findFirst().orElseThrow();
        }
        copyTree(own, copy);
        assertThat(deliver(spool, store)).isEqualTo(2);
        List<String> before = texts();
        spool.close();
        Files.move(copy, directory.resolve("of-1-1-" + core(own)));

        try (Spool next = open()) {
            assertThat(next.spooled().answers()).isEqualTo(2);
            assertThat(deliver(next, store)).isEqualTo(2);
        }

        assertThat(texts()).isEqualTo(before).hasSize(2);
    }

    @Test
    void takesOverWhatAKilledServerLeft() throws IOException {
        Spool spool = open();
        keep(spool, question, "one", new Position.Next());
        Path copy = other.resolve("copy");
        Path own;
        try (Stream<Path> all = Files.list(directory)) {
            own = all.findFirst().orElseThrow();
        }
        copyTree(own, copy);
        deliver(spool, new MemoryStore());
        spool.close();
        Files.move(copy, directory.resolve("of-1-1-" + core(own)));

        try (Spool next = open()) {
            assertThat(next.holds(question)).isTrue();
            assertThat(deliver(next, store)).isEqualTo(1);
        }
        assertThat(store.recordings()).hasSize(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void leavesAloneWhatAServerHasThatIsAlive() throws IOException {
        try (Spool one = open();
                Spool other = open()) {
            keep(one, question, "one", new Position.Next());
            try (Spool third = open()) {
                assertThat(third.spooled().answers()).isZero();
                assertThat(deliver(third, store)).isZero();
            }
            keep(other, question, "two", new Position.Next());
            assertThat(deliver(other, store)).isEqualTo(1);
            assertThat(files()).hasSize(1);
            assertThat(deliver(one, store)).isEqualTo(1);
        }
        assertThat(store.recordings()).hasSize(2);
    }

    @Test
    void whatTheStoreRefusesStaysAndHindersNoOther() throws IOException {
        Question bad = StoreContract.question("bad", TestId.NONE);
        Store choosy = Intercepted.of(Store.class, store, (method, arguments, real) -> {
            if (method.equals("holding") && arguments[0].equals(bad)) {
                throw new StoreException("it is refused", null);
            }
            return real.call();
        });
        try (Spool spool = open()) {
            keep(spool, bad, "no", new Position.Next());
            keep(spool, question, "yes", new Position.Next());

            assertThat(deliver(spool, choosy)).isEqualTo(1);

            assertThat(spool.isAnyWaiting()).isFalse();
            assertThat(spool.holds(bad)).isFalse();
            assertThat(spool.spooled().answers()).isEqualTo(1);
            assertThat(spool.spooled().refused()).containsValue("it is refused");
            assertThat(new ArrayList<>(spool.spooled().refused().keySet())).isEqualTo(files());
        }
        try (Spool next = open()) {
            assertThat(deliver(next, store))
                    .as("at the next start it is tried again")
                    .isEqualTo(1);
        }
    }

    /** Nobody could look whether there is an answer, so another one would only be in the way of the tests that replay it. */
    @Test
    void whatWasAskedOnlyBecauseNobodyCouldLookIsNotDeliveredWhereThereIsAnAnswer() throws IOException {
        Question other = StoreContract.question("other", TestId.NONE);
        RecordingKeeper.Kept unused =
                new RecordingKeeper(store).keep(question, "upstream", exchange("recorded before"), new Position.Next());
        try (Spool spool = open()) {
            for (Question each : List.of(question, other)) {
                Spool.Result first = spool.keep(
                        each,
                        "upstream",
                        new Exchange(each.request(), StoreContract.answer("one")),
                        new Position.Next(),
                        true);
                assertThat(first).isInstanceOf(Spool.Result.Kept.class);
                keep(spool, each, "its continuation", new Position.NextChange());
            }

            Spool.Delivered delivered = spool.deliver(store, new RecordingKeeper(store), entry -> {}, () -> false);

            assertThat(delivered).isEqualTo(new Spool.Delivered(2, 2));
            assertThat(spool.isAnyWaiting()).isFalse();
        }
        assertThat(store.series(question, "upstream")).hasSize(1);
        assertThat(store.series(other, "upstream")).hasSize(2);
        assertThat(files()).isEmpty();
    }

    private Exchange exchange(String text) {
        return new Exchange(question.request(), StoreContract.answer(text));
    }

    @Test
    void keepsNoMoreThanItsLimit() {
        try (Spool spool = open(6_000)) {
            keep(spool, question, "one", new Position.Next());

            Exchange exchange = new Exchange(question.request(), StoreContract.answer("two"));
            assertThat(spool.keep(question, "upstream", exchange, new Position.Next(), false))
                    .isInstanceOfSatisfying(
                            Spool.Result.NotKept.class,
                            not -> assertThat(not.why()).contains("--spool"));

            deliver(spool, store);
            keep(spool, question, "three", new Position.Next());
        }
    }

    @Test
    void aRetryTakesThePlaceOfWhatItRepeats() {
        RecordingKeeper keeper = new RecordingKeeper(store);
        for (String text : List.of("one", "failed", "three")) {
            Exchange exchange = new Exchange(question.request(), StoreContract.answer(text));
            RecordingKeeper.Kept unused = keeper.keep(question, "upstream", exchange, new Position.Next());
        }
        try (Spool spool = open()) {
            keep(spool, question, "two", new Position.At(2));
            deliver(spool, store);
        }
        assertThat(texts()).hasSize(3);
        assertThat(texts().get(1)).contains("two");
    }
}
