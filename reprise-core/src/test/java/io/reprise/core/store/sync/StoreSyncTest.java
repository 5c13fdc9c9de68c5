package io.reprise.core.store.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.JsonPath;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.sync.SyncStep.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSyncTest {
    private static final StoreSync.Extent ALL = new StoreSync.Extent(true, false);
    private static final StoreSync.Extent OVERWRITING = new StoreSync.Extent(true, true);

    @TempDir
    Path directory;

    private SyncedTrees trees;

    @BeforeEach
    void makeTrees() {
        trees = new SyncedTrees(directory);
    }

    private static List<SyncStep> sync(Documents source, Documents target, StoreSync.Extent extent) {
        List<SyncStep> steps = new ArrayList<>();
        StoreSync.Search search = new StoreSync.Search(KeyRules.NONE, Redaction.DEFAULT, Optional.empty());
        new StoreSync(source, target, search, extent).run(Runnable::run, steps::add);
        return steps;
    }

    private List<SyncStep> sync(StoreSync.Extent extent) {
        try (Store source = trees.open("source");
                Store target = trees.open("target")) {
            return sync(source.documents().orElseThrow(), target.documents().orElseThrow(), extent);
        }
    }

    private static Map<Action, Long> counted(List<SyncStep> steps) {
        return steps.stream().collect(Collectors.groupingBy(SyncStep::action, Collectors.counting()));
    }

    @Test
    void copiesEveryByte() throws IOException {
        trees.fill("source", 1);

        Map<Action, Long> first = counted(sync(ALL));
        Map<Action, Long> second = counted(sync(ALL));

        assertThat(first).containsOnlyKeys(Action.ADDED);
        assertThat(second).isEqualTo(Map.of(Action.UNCHANGED, first.get(Action.ADDED)));
        assertThat(trees.files("target")).isEqualTo(trees.files("source"));
    }

    @Test
    void keepsWhatPeopleAddedAndHowTheySpelledIt() throws IOException {
        trees.write(
                "source/mine.json",
                SyncedTrees.recording("hi", "one")
                        .replace("\"reprise\": 1", "\"reprise\":1 , \"x-note\":\"é\\u00e9\""));
        trees.write("source/a/b/notes.json", "{\"what\": \"no recording\"}");

        assertThat(counted(sync(ALL))).isEqualTo(Map.of(Action.ADDED, 1L, Action.LEFT_OUT, 1L));
        assertThat(trees.files("target")).containsOnlyKeys("mine.json");
        assertThat(trees.files("target").get("mine.json"))
                .isEqualTo(trees.files("source").get("mine.json"));
    }

    @Test
    void goesOnWhereItWasInterrupted() throws IOException {
        trees.fill("source", 2);
        try (Store source = trees.open("source");
                Store target = trees.open("target")) {
            Documents broken = new FailingTarget(target.documents().orElseThrow(), 20);
            assertThatThrownBy(() -> sync(source.documents().orElseThrow(), broken, ALL))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("the disk is full");
        }
        assertThat(trees.files("target")).isNotEmpty();

        sync(ALL);

        assertThat(trees.files("target")).isEqualTo(trees.files("source"));
    }

    @Test
    void stopsSoonWhereTheTargetTakesNothing() throws IOException {
        for (int i = 0; i < 250; i++) {
            trees.write("source/" + i + ".json", SyncedTrees.recording("hi " + i, "one"));
        }
        try (Store source = trees.open("source");
                Store target = trees.open("target")) {
            FailingTarget broken = new FailingTarget(target.documents().orElseThrow(), 0);
            List<SyncStep> steps = new ArrayList<>();
            StoreSync.Search search = new StoreSync.Search(KeyRules.NONE, Redaction.DEFAULT, Optional.empty());
            StoreSync sync = new StoreSync(source.documents().orElseThrow(), broken, search, ALL);

            assertThatThrownBy(() -> sync.run(Runnable::run, steps::add)).hasMessage("the disk is full");
            assertThat(steps).isEmpty();
            assertThat(broken.refused()).hasSize(1);
        }
        assertThat(trees.files("target")).isEmpty();
    }

    @Test
    void keepsWhatTheTargetHas() throws IOException {
        trees.write("source/one.json", SyncedTrees.recording("hi", "one"));
        trees.write("target/one.json", SyncedTrees.recording("hi", "other"));

        assertThat(sync(ALL))
                .containsExactly(new SyncStep("one.json", Action.CONFLICT, "the target has another answer"));
        assertThat(trees.text("target/one.json")).contains("other");

        assertThat(counted(sync(OVERWRITING))).isEqualTo(Map.of(Action.OVERWRITTEN, 1L));
        assertThat(trees.files("target")).isEqualTo(trees.files("source"));
    }

    @Test
    void takesTheLaterDay() throws IOException {
        String text = SyncedTrees.recording("hi", "one");
        String of = "\"reprise\": 1, \"recorded\": \"%s\"";
        trees.write("source/one.json", text.replace("\"reprise\": 1", of.formatted("2026-03-02")));
        trees.write("target/one.json", text.replace("\"reprise\": 1", of.formatted("2026-03-01")));
        trees.write("source/two.json", text.replace("\"reprise\": 1", of.formatted("2026-03-01")));
        trees.write("target/two.json", text.replace("\"reprise\": 1", of.formatted("2026-03-02")));

        assertThat(sync(ALL))
                .containsExactlyInAnyOrder(
                        new SyncStep("one.json", Action.NEWER_DAY), new SyncStep("two.json", Action.UNCHANGED));
        assertThat(trees.text("target/one.json")).contains("2026-03-02");
        assertThat(trees.text("target/two.json")).contains("2026-03-02");
    }

    @Test
    void saysThatOnlyNotesDiffer() {
        trees.write(
                "source/one.json",
                SyncedTrees.recording("hi", "one").replace("\"reprise\": 1", "\"reprise\": 1, \"x-note\": 1"));
        trees.write("target/one.json", SyncedTrees.recording("hi", "one"));

        assertThat(sync(ALL))
                .containsExactly(new SyncStep(
                        "one.json",
                        Action.CONFLICT,
                        "the target has the same recording, with other notes or another layout"));
    }

    @Test
    void leavesOutWhatIsBrokenOrHasACredential() throws IOException {
        String key = "sk-proj-" + "a1B2".repeat(12);
        trees.write("source/broken-0123456789ab.json", "{\"reprise\": 1, ");
        trees.write("source/secret.json", SyncedTrees.recording("hi " + key, "one"));
        trees.write(
                "source/test.json",
                SyncedTrees.recording("hi", "one").replace("\"test\": \"t\"", "\"test\": \"" + key + "\""));
        trees.write("source/fine.json", SyncedTrees.recording("hi", "one"));

        List<SyncStep> steps = sync(ALL);

        assertThat(counted(steps)).isEqualTo(Map.of(Action.FAILED, 3L, Action.ADDED, 1L));
        assertThat(steps.stream().map(SyncStep::reason))
                .filteredOn(reason -> reason.contains("credential"))
                .hasSize(2)
                .allSatisfy(
                        reason -> assertThat(reason).contains("reprise scrub").doesNotContain(key));
        assertThat(trees.files("target")).containsOnlyKeys("fine.json");
    }

    /** Such values are no credentials that anybody could revoke. */
    @Test
    void saysThatMembersAreToBeMasked() throws IOException {
        String text = SyncedTrees.recording("hi", "one");
        trees.write("source/asked.json", text.replace("\"hi\"", "\"hi\", \"private\": \"a\""));
        trees.write("source/answered.json", text.replace("\"one\"", "\"one\", \"private\": \"a\""));
        trees.write(
                "source/header.json",
                text.replace("\"request\": {", "\"request\": {\"headers\": {\"x-api-key\": \"k\"}, "));
        trees.write("source/query.json", text.replace("\"request\": {", "\"request\": {\"query\": \"api_key=k\", "));
        Redaction members = new Redaction(Redaction.Policy.REFUSE, List.of(), List.of(JsonPath.parse("$..private")));
        StoreSync.Search search = new StoreSync.Search(KeyRules.NONE, members, Optional.empty());

        List<SyncStep> steps = sync(search);

        String masked = "it has members that redact.members masks; 'reprise scrub' masks them";
        String credential =
                "it seems to contain a credential: a header or a member of the query; revoke it, and mask it"
                        + " with 'reprise scrub'";
        assertThat(steps)
                .containsExactlyInAnyOrder(
                        new SyncStep("asked.json", Action.FAILED, masked),
                        new SyncStep("answered.json", Action.FAILED, masked),
                        new SyncStep("header.json", Action.FAILED, credential),
                        new SyncStep("query.json", Action.FAILED, credential));
        assertThat(trees.files("target")).isEmpty();
    }

    private List<SyncStep> sync(StoreSync.Search search) {
        List<SyncStep> steps = new ArrayList<>();
        try (Store source = trees.open("source");
                Store target = trees.open("target")) {
            new StoreSync(source.documents().orElseThrow(), target.documents().orElseThrow(), search, ALL)
                    .run(Runnable::run, steps::add);
        }
        return steps;
    }

    @Test
    void countsOnlyWhatIsWanted() {
        trees.write(
                "source/one.json",
                SyncedTrees.recording("hi", "one").replace("\"test\": \"t\"", "\"test\": \"other\""));
        trees.write("source/two.json", SyncedTrees.recording("hi", "two"));
        sync(ALL);
        StoreSync.Search search = new StoreSync.Search(
                KeyRules.NONE,
                Redaction.DEFAULT,
                Optional.of(entry -> entry.recording().test().equals(new TestId("other"))));

        assertThat(counted(sync(search))).isEqualTo(Map.of(Action.UNCHANGED, 1L, Action.LEFT_OUT, 1L));
    }

    @Test
    void writesNothingOutsideOfTheTarget() throws IOException {
        List<String> places = List.of(
                "../out.json",
                "/out.json",
                "a/../../out.json",
                ".tmp/x.json",
                "a/.git/x.json",
                "a.txt",
                "",
                "a\\b.json",
                "c:x.json");
        trees.write("source/one.json", SyncedTrees.recording("hi", "one"));
        try (Store source = trees.open("source");
                Store target = trees.open("target")) {
            for (String place : places) {
                Documents hostile = new Renamed(source.documents().orElseThrow(), place);

                assertThat(counted(sync(hostile, target.documents().orElseThrow(), ALL)))
                        .as(place)
                        .isEqualTo(Map.of(Action.FAILED, 1L));
            }
        }
        assertThat(trees.files("target")).isEmpty();
        assertThat(Files.exists(directory.resolve("out.json"))).isFalse();
    }

    @Test
    void replacesOnlyWhatWasCompared() {
        trees.write("target/one.json", SyncedTrees.recording("hi", "one"));
        try (Store target = trees.open("target")) {
            Documents documents = target.documents().orElseThrow();
            Store.Entry entry = target.at("one.json").orElseThrow();
            Documents.Placement stale = new Documents.Placement(
                    new Documents.Whole("one.json", Bytes.utf8(SyncedTrees.recording("hi", "new")), Map.of()),
                    entry.recording(),
                    ApiFamilies.parse(entry.recording().exchange().request()),
                    Optional.of(Documents.digest(Bytes.utf8("what was there before"))));

            assertThat(documents.put(List.of(stale))).containsExactly(new Documents.Placed.Taken());
            assertThat(documents.delete("one.json", stale.replaced())).isFalse();
        }
        assertThat(trees.text("target/one.json")).contains("one");
    }

    @Test
    void copiesOnlyWhatIsWanted() throws IOException {
        trees.write(
                "source/one.json",
                SyncedTrees.recording("hi", "one").replace("\"test\": \"t\"", "\"test\": \"other\""));
        trees.write("source/two.json", SyncedTrees.recording("hi", "two"));
        try (Store source = trees.open("source");
                Store target = trees.open("target")) {
            StoreSync.Search search = new StoreSync.Search(
                    KeyRules.NONE,
                    Redaction.DEFAULT,
                    Optional.of(entry -> entry.recording().test().equals(new TestId("other"))));
            new StoreSync(source.documents().orElseThrow(), target.documents().orElseThrow(), search, ALL)
                    .run(Runnable::run, step -> {});
        }

        assertThat(trees.files("target")).containsOnlyKeys("one.json");
    }

    /** A target that takes only so many documents. */
    private record FailingTarget(Documents documents, int most, List<String> taken, List<String> refused)
            implements Documents {
        FailingTarget(Documents documents, int most) {
            this(documents, most, new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public void forEach(Consumer<Listed> visitor, Consumer<StoreException> unlisted) {
            documents.forEach(visitor, unlisted);
        }

        @Override
        public Map<String, Bytes> digests(Collection<String> locations) {
            return documents.digests(locations);
        }

        @Override
        public void read(
                Collection<String> locations, Consumer<Document> visitor, BiConsumer<String, StoreException> broken) {
            documents.read(locations, visitor, broken);
        }

        @Override
        public List<Placed> put(List<Placement> placements) {
            List<Placed> results = new ArrayList<>();
            if (taken.size() >= most) {
                refused.add(placements.get(0).document().location());
            }
            for (Placement placement : placements) {
                if (taken.size() < most) {
                    taken.add(placement.document().location());
                    results.addAll(documents.put(List.of(placement)));
                } else {
                    results.add(new Placed.Failed("the disk is full"));
                }
            }
            return results;
        }

        @Override
        public boolean delete(String location, Optional<Bytes> digest) {
            return documents.delete(location, digest);
        }
    }

    /** A source whose one document has another location. */
    private record Renamed(Documents documents, String location) implements Documents {
        @Override
        public void forEach(Consumer<Listed> visitor, Consumer<StoreException> unlisted) {
            visitor.accept(new Listed(location, 1));
        }

        @Override
        public Map<String, Bytes> digests(Collection<String> locations) {
            return Map.of();
        }

        @Override
        public void read(
                Collection<String> locations, Consumer<Document> visitor, BiConsumer<String, StoreException> broken) {
            documents.read(
                    List.of("one.json"),
                    document -> visitor.accept(new Document(location, document.text(), document.beside())),
                    broken);
        }

        @Override
        public List<Placed> put(List<Placement> placements) {
            return Collections.nCopies(placements.size(), new Placed.Taken());
        }

        @Override
        public boolean delete(String unused, Optional<Bytes> digest) {
            return false;
        }
    }
}
