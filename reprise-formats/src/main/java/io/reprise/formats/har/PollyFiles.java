package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.formats.ExportedFiles;
import io.reprise.formats.Exporter;
import io.reprise.formats.FoldedName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files that Polly.js keeps, one for each test, as its {@code FSPersister} writes them. */
final class PollyFiles implements AutoCloseable {
    /** The version of Polly.js whose files these are. */
    private static final String VERSION = "6.0.6";

    private final ExportedFiles files;
    private final Set<TestId> begun = new HashSet<>();
    /** The test of each file, as file systems compare them that ignore case. */
    private final Map<String, TestId> owners = new HashMap<>();

    PollyFiles(Path target) {
        this.files = new ExportedFiles(target);
    }

    /** The path of the file of a test. */
    static String name(TestId test) {
        return PollyDirectory.of(recordingName(test)) + "/recording.har";
    }

    /** Whether a test has a file that no other test has; the name follows from its id. */
    boolean hasOwn(TestId test) {
        TestId owner = owners.putIfAbsent(FoldedName.of(name(test)), test);
        return owner == null || owner.equals(test);
    }

    /** What is given to Polly; it takes no blank name. */
    private static String recordingName(TestId test) {
        return test.isNone() ? PollyExporter.OF_NO_TEST : test.name();
    }

    /** The entries that an earlier run has written for a test, without their numbers. */
    Set<Json> entriesBefore(TestId test) {
        Set<Json> entries = new HashSet<>();
        present(test).forEach(entry -> entries.add(PollyEntry.withoutNumber(entry)));
        return entries;
    }

    /**
     * Writes entries behind those that this run has written for the same test, and in the place of all others.
     *
     * @param changed how many of them an earlier run has not written
     */
    void add(TestId test, List<Json> entries, int changed) {
        List<Json> all = new ArrayList<>(begun.contains(test) ? present(test) : List.of());
        Map<String, Integer> numbers = new HashMap<>();
        all.forEach(entry -> numbers.merge(entry.text("_id"), 1, Integer::sum));
        for (Json entry : entries) {
            all.add(PollyEntry.withNumber(entry, numbers.merge(entry.text("_id"), 1, Integer::sum) - 1));
        }
        Bytes content = Bytes.utf8(log(test, all).write(Layout.INDENTED) + "\n");
        if (files.write(name(test), content, changed, present -> isReplaceable(present, entries))) {
            begun.add(test);
        }
    }

    /** Whether an earlier run has written what is there, or nothing of it is lost. */
    private static boolean isReplaceable(Bytes present, List<Json> entries) {
        Optional<Json> har = Json.tryParse(present);
        return har.isPresent()
                && (har.get().at("log", "_repriseTest").isPresent()
                        || entries.containsAll(har.get().list("log", "entries").stream()
                                .map(PollyEntry::withoutNumber)
                                .toList()));
    }

    private static Json log(TestId test, List<Json> entries) {
        return new JsonObjectBuilder()
                .with(
                        "log",
                        new JsonObjectBuilder()
                                .with("_recordingName", recordingName(test))
                                .with("_repriseTest", test.name())
                                .with(
                                        "creator",
                                        new JsonObjectBuilder()
                                                .with("comment", "persister:fs")
                                                .with("name", "Polly.JS")
                                                .with("version", VERSION)
                                                .done())
                                .with("entries", entries)
                                .with("pages", List.of())
                                .with("version", "1.2")
                                .done())
                .done();
    }

    private List<Json> present(TestId test) {
        return files.present(name(test))
                .flatMap(Json::tryParse)
                .map(har -> har.list("log", "entries"))
                .orElse(List.of());
    }

    List<Exporter.UnwrittenFile> unwritten() {
        return files.unwritten();
    }

    @Override
    public void close() {
        files.close();
    }
}
