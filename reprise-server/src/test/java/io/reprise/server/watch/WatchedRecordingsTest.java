package io.reprise.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.lookup.FoundRecordings;
import io.reprise.server.lookup.RecordingCache;
import io.reprise.server.lookup.StoreScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others do to files is seen after a millisecond without a watch, and after twenty with one, at the latest. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@Slow
class WatchedRecordingsTest {
    private static final TestId TEST = new TestId("a_test");
    /** Directories are watched however often they change. */
    private static final WatchLimits EAGER = new WatchLimits(100, Integer.MAX_VALUE);

    /** What the system tells. */
    enum Told {
        ALL {
            @Override
            DirectoryEvents open(Path root) throws IOException {
                return SystemEvents.open(root);
            }
        },
        NOTHING {
            @Override
            DirectoryEvents open(Path root) throws IOException {
                throw new IOException("User limit of inotify watches reached");
            }
        },
        NO_MARKS {
            @Override
            DirectoryEvents open(Path root) {
                FakeEvents events = new FakeEvents();
                events.loseMarks();
                return events;
            }
        };

        abstract DirectoryEvents open(Path root) throws IOException;
    }

    /** What is found for a question: of it and its file, or of nothing. */
    private static final class Asked {
        final Question question;
        final Path file;
        String body;
        boolean isThere = true;

        Asked(Question question, Path file, String body) {
            this.question = question;
            this.file = file;
            this.body = body;
        }

        List<String> expected() {
            return isThere ? List.of(body) : List.of();
        }
    }

    @TempDir
    Path directory = Path.of("");

    private Path root = Path.of("");
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final List<Asked> all = new ArrayList<>();
    private @Nullable Store store;
    private @Nullable DirectoryWatch watch;
    private @Nullable RecordingCache cache;
    private int edits;
    private long trustedNanos;

    private void open(Told told, Path place) throws Exception {
        root = place;
        trustedNanos = told == Told.ALL ? WatchSession.TRUSTED_NANOS : TimeUnit.MILLISECONDS.toNanos(1);
        Store opened = new DirectoryStore(root, KeyRules.NONE);
        store = opened;
        DirectoryWatch watched = new DirectoryWatch(opened.versionDirectories(), told::open, EAGER, System::nanoTime);
        watch = watched;
        RecordingCache used = new RecordingCache(
                workers,
                watched,
                question -> Optional.empty(),
                new StoreScan(opened, KeyRules.NONE),
                CacheSettings.DEFAULT);
        cache = used;
        for (int i = 0; i < 20; i++) {
            all.add(keep("question" + i, i % 2 == 0 ? TestId.NONE : TEST));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (int i = 0; i < 100 || told == Told.ALL && !watched.isOn() && System.nanoTime() < end; i++) {
            letTrustPass();
            requireAll();
        }
        assertThat(watched.isOn()).isEqualTo(told == Told.ALL);
    }

    private Asked keep(String words, TestId test) {
        Question question =
                KeyRules.NONE.question(new Request("POST", "/" + words, "", Headers.NONE, Bytes.utf8(words)), test);
        return keep(question, "answer");
    }

    private Asked keep(Question question, String body) {
        assertThat(store).isNotNull();
        Store.Entry entry = store.append(
                question, "", new Exchange(question.request(), Response.whole(200, "text/plain", Bytes.utf8(body))));
        return new Asked(question, root.resolve(entry.location()), body);
    }

    @AfterEach
    void close() {
        workers.shutdownNow();
        if (watch != null) {
            watch.close();
        }
        if (store != null) {
            store.close();
        }
    }

    private List<String> bodies(Question question) throws Exception {
        assertThat(cache).isNotNull();
        FoundRecordings found =
                cache.find(new RecordingCache.Query(question, false)).get(30, TimeUnit.SECONDS);
        return found.entries().stream()
                .map(entry -> entry.recording().exchange().response().body().latin1())
                .toList();
    }

    private void requireAll() throws Exception {
        for (Asked each : all) {
            assertThat(bodies(each.question)).isEqualTo(each.expected());
        }
    }

    private void letTrustPass() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin <= trustedNanos) {
            Thread.onSpinWait();
        }
    }

    /** The text of the file with another answer; of another length, since a clock of files may stand still for some milliseconds. */
    private String edited(Asked asked) throws IOException {
        String text = Files.readString(asked.file);
        String body = "edit " + ++edits + " " + "x".repeat(1 + edits % 50);
        assertThat(text).contains("\"" + asked.body + "\"");
        String changed = text.replace("\"" + asked.body + "\"", "\"" + body + "\"");
        asked.body = body;
        return changed;
    }

    private void editInPlace(Asked asked) throws IOException {
        Files.writeString(asked.file, edited(asked));
    }

    private void renameOver(Asked asked) throws IOException {
        Path other = Files.writeString(directory.resolve("edited"), edited(asked));
        Files.move(other, asked.file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void deleteOrRestore(Asked asked) throws IOException {
        Path away = directory.resolve(asked.file.getFileName());
        if (asked.isThere) {
            Files.move(asked.file, away);
        } else {
            Files.move(away, asked.file);
        }
        asked.isThere = !asked.isThere;
    }

    /** Another directory, with other answers, takes the place of this one. */
    private void replace(Path place) throws IOException {
        Path other = directory.resolve("replacing");
        Path old = directory.resolve("replaced");
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.toList()) {
                Path copy = other.resolve(place.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        for (Asked each : all) {
            if (each.isThere && each.file.startsWith(place)) {
                String text = edited(each);
                Files.writeString(other.resolve(place.relativize(each.file).toString()), text);
            }
        }
        Files.move(place, old);
        Files.move(other, place);
        deleteAll(old);
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((one, two) -> two.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    private void requireAllSoon() throws Exception {
        letTrustPass();
        requireAll();
    }

    @ParameterizedTest
    @EnumSource
    void editsAreSeen(Told told) throws Exception {
        open(told, directory.resolve("recordings"));

        editInPlace(all.get(0));
        requireAllSoon();
        renameOver(all.get(1));
        requireAllSoon();
        deleteOrRestore(all.get(1));
        requireAllSoon();
        deleteOrRestore(all.get(1));
        requireAllSoon();
        replace(root.resolve("a_test"));
        requireAllSoon();
        replace(root);
        requireAllSoon();
        editInPlace(all.get(1));
        requireAllSoon();
    }

    @ParameterizedTest
    @EnumSource
    void anotherDirectoryBehindALinkIsSeen(Told told) throws Exception {
        Path one = Files.createDirectory(directory.resolve("one"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), one);
        open(told, link);
        Path two = Files.createDirectory(directory.resolve("two"));
        for (Asked each : all) {
            Path copy = two.resolve(link.relativize(each.file).toString());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, edited(each));
        }

        Files.delete(link);
        Files.createSymbolicLink(link, two);

        requireAllSoon();
        editInPlace(all.get(0));
        requireAllSoon();
    }

    @ParameterizedTest
    @EnumSource
    void anotherAnswerBesideItIsSeen(Told told) throws Exception {
        open(told, directory.resolve("recordings"));
        Asked first = all.get(0);
        String second = first.file.toString().replace(".json", ".2.json");

        Files.copy(first.file, Path.of(second));

        letTrustPass();
        assertThat(bodies(first.question)).containsExactly(first.body, first.body);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerOfTheTestItselfIsSeen(Told told) throws Exception {
        open(told, directory.resolve("recordings"));
        Question ofTest = KeyRules.NONE.question(all.get(0).question.request(), new TestId("new_test"));
        assertThat(bodies(ofTest)).containsExactly(all.get(0).body);
        for (int i = 0; i < 3; i++) {
            letTrustPass();
            assertThat(bodies(ofTest)).containsExactly(all.get(0).body);
        }
        Path other = Files.createDirectory(directory.resolve("elsewhere"));
        try (Store beside = new DirectoryStore(other, KeyRules.NONE)) {
            Store.Entry unused = beside.append(
                    ofTest,
                    "",
                    new Exchange(ofTest.request(), Response.whole(200, "text/plain", Bytes.utf8("its own"))));
        }

        Files.move(other.resolve("new_test"), root.resolve("new_test"));

        letTrustPass();
        assertThat(bodies(ofTest)).containsExactly("its own");
    }

    @ParameterizedTest
    @EnumSource
    void bodiesBesideAFileAreSeen(Told told) throws Exception {
        open(told, directory.resolve("recordings"));
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        Asked asked = all.get(0);
        assertThat(store).isNotNull();
        Question question = KeyRules.NONE.question(
                new Request("POST", "/sound", "", Headers.NONE, Bytes.utf8("sound")), TestId.NONE);
        Store.Entry unused = store.append(
                question,
                "",
                new Exchange(question.request(), Response.whole(200, "audio/mpeg", Bytes.owning(noise.clone()))));
        for (int i = 0; i < 3; i++) {
            letTrustPass();
            assertThat(bodies(question)).containsExactly(new String(noise, StandardCharsets.ISO_8859_1));
        }
        List<Path> beside;
        try (Stream<Path> files = Files.list(root)) {
            beside = files.filter(file -> file.toString().endsWith(".mp3")).toList();
        }
        assertThat(beside).hasSize(1);

        Files.writeString(beside.get(0), "edited");

        letTrustPass();
        assertThatThrownBy(() -> bodies(question))
                .hasMessageContaining(beside.get(0).getFileName().toString());
        assertThat(bodies(asked.question)).containsExactly(asked.body);
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerIsOlderThanThatWhateverIsDone(Told told) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        open(told, directory.resolve("recordings"));
        Thread others = new Thread(this::askAllTheTime);
        others.start();
        try {
            for (int i = 0; i < 400; i++) {
                Asked asked = all.get(random.nextInt(all.size()));
                int step = random.nextInt(20);
                synchronized (all) {
                    change(asked, step, random);
                }

                letTrustPass();
                assertThat(bodies(asked.question))
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(asked.expected());
                if (step < 6) {
                    requireAll();
                }
            }
        } finally {
            others.interrupt();
            others.join();
        }
    }

    private void change(Asked asked, int step, Random random) throws IOException {
        if (step == 0) {
            replace(random.nextBoolean() ? root : root.resolve("a_test"));
        } else if (step < 4 || !asked.isThere) {
            deleteOrRestore(asked);
        } else if (step < 12) {
            editInPlace(asked);
        } else {
            renameOver(asked);
        }
    }

    /** So that marks are under way at any time; but no look at the store during a change, which others would share afterwards. */
    private void askAllTheTime() {
        try {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i = (i + 1) % all.size()) {
                synchronized (all) {
                    List<String> unused = bodies(all.get(i).question);
                }
            }
        } catch (InterruptedException over) {
            // the test has ended
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
