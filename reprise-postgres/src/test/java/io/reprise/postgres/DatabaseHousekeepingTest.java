package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Documents;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DocumentFiles;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.store.housekeeping.PruneStep;
import io.reprise.core.store.housekeeping.StoreLint;
import io.reprise.core.store.housekeeping.StoreMove;
import io.reprise.core.store.housekeeping.StorePrune;
import io.reprise.core.store.housekeeping.StoreScrub;
import io.reprise.core.store.sync.SyncedTrees;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A database is kept in order as a directory is. */
class DatabaseHousekeepingTest {
    private static final String KEY = "sk-proj-" + "a1B2".repeat(12);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private SyncedTrees trees;
    private Store store;

    @BeforeEach
    void openStore() {
        database.prepare();
        trees = new SyncedTrees(directory);
        store = PostgresStore.open(database.location(), KeyRules.NONE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Puts texts into the database, also those that sync would not copy. */
    private void keep(Map<String, String> texts) {
        texts.forEach((location, text) -> trees.write("source/" + location, text));
        try (Store source = trees.open("source")) {
            documents().put(placements(source.documents().orElseThrow(), List.copyOf(texts.keySet())));
        }
    }

    private Documents documents() {
        return store.documents().orElseThrow();
    }

    private static List<Documents.Placement> placements(Documents source, List<String> locations) {
        List<Documents.Placement> placements = new ArrayList<>();
        source.read(
                locations,
                document -> {
                    RecordingFile.Read read = RecordingFile.parse(
                            document.text(),
                            document.location(),
                            name -> document.beside().apply(name));
                    placements.add(new Documents.Placement(
                            new Documents.Whole(document.location(), document.text(), Map.of()),
                            read.recording(),
                            read.request(),
                            Optional.empty()));
                },
                (location, broken) -> {
                    throw broken;
                });
        return placements;
    }

    private DocumentFiles files() {
        return new DocumentFiles(store, documents(), KeyRules.NONE);
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        List<String> locations = new ArrayList<>();
        documents().forEach(listed -> locations.add(listed.location()), unlisted -> {
            throw unlisted;
        });
        documents()
                .read(
                        locations,
                        document ->
                                texts.put(document.location(), document.text().toString()),
                        (location, broken) -> texts.put(location, "broken"));
        return texts;
    }

    private List<StoreLint.Finding> lint(StoreLint.Remedy remedy) {
        List<StoreLint.Finding> findings = new ArrayList<>();
        new StoreLint(files(), remedy, Redaction.DEFAULT).check(findings::add);
        return findings;
    }

    @Test
    void lintNamesProblemsAndRenames() {
        keep(Map.of(
                "mine.json", SyncedTrees.recording("hi", "one"),
                "other.json", SyncedTrees.recording("hi", "two"),
                "secret.json", SyncedTrees.recording(KEY, "three")));

        List<StoreLint.Finding> found = lint(StoreLint.Remedy.RENAME);

        assertThat(found).anyMatch(finding -> finding.problem().contains("the same occurrence"));
        assertThat(found).anyMatch(finding -> finding.kind().equals("credential"));
        assertThat(texts().keySet()).anyMatch(location -> location.startsWith("t/openai-chat-m-hi-"));
        assertThat(lint(StoreLint.Remedy.REPORT_ONLY))
                .noneMatch(finding -> finding.file().equals("mine.json"));
    }

    @Test
    void scrubMasks() {
        keep(Map.of("mine.json", SyncedTrees.recording("hi", KEY)));
        List<ScrubStep> steps = new ArrayList<>();

        new StoreScrub(
                        files(),
                        KeyRules.NONE,
                        Redaction.DEFAULT.with(Redaction.Policy.MASK),
                        new ScrubStep.Extent(true, false))
                .run(steps::add, () -> {});

        assertThat(steps).extracting(ScrubStep::action).containsExactly(ScrubStep.Action.MASKED);
        assertThat(texts().values()).hasSize(1).noneMatch(text -> text.contains(KEY));
    }

    @Test
    void pruneDeletesDuplicates() {
        keep(Map.of(
                "mine.json", SyncedTrees.recording("hi", "one"),
                "common.json", SyncedTrees.recording("hi", "one").replace("\"test\": \"t\", ", "")));
        StorePrune prune = new StorePrune(files(), StorePrune.Wanted.USUAL, List.of());

        StorePrune.Found found = prune.find(() -> {});

        assertThat(found.steps()).extracting(PruneStep::location).containsExactly("mine.json");
        assertThat(prune.delete(() -> {})).isEmpty();
        assertThat(texts()).containsOnlyKeys("common.json");
    }

    @Test
    void pruneLeavesWhatHasChangedMeanwhile() {
        keep(Map.of(
                "mine.json", SyncedTrees.recording("hi", "one"),
                "common.json", SyncedTrees.recording("hi", "one").replace("\"test\": \"t\", ", "")));
        StorePrune prune = new StorePrune(files(), StorePrune.Wanted.USUAL, List.of());
        prune.find(() -> {});
        Store.Entry entry = store.at("mine.json").orElseThrow();
        store.confirm(entry, LocalDate.of(2026, 3, 1));

        assertThat(prune.delete(() -> {})).containsOnlyKeys("mine.json");
        assertThat(texts()).containsOnlyKeys("common.json", "mine.json");
    }

    @Test
    void moveGivesRecordingsToAnotherTest() {
        String text =
                SyncedTrees.recording("hi", "one").replace("\"reprise\": 1", "\"reprise\": 1, \"x-note\": \"mine\"");
        keep(Map.of("mine.json", text));
        StoreMove move = new StoreMove(files(), KeyRules.NONE, test -> Optional.of(new TestId("other")));

        move.find(() -> {});
        move.move(() -> {});

        assertThat(texts().values()).containsExactly(text.replace("\"test\": \"t\"", "\"test\": \"other\""));
        assertThat(store.find(store.at(texts().keySet().iterator().next())
                                .orElseThrow()
                                .question())
                        .entries())
                .hasSize(1);
    }
}
