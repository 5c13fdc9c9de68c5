package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for tests with several files, in each format that writes such. */
public abstract class PartsContract {
    @TempDir
    private Path directory;

    private record Entry(Recording recording, Question question, String location) implements Store.Entry {}

    protected abstract Format format();

    /** @param most characters of a file */
    protected abstract LinesExporter exporter(Path target, long most);

    @Test
    void anImportGivesTheAnswersInTheOrderOfTheStore() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Path target = directory.resolve("exported");
        Map<String, List<String>> expected = new TreeMap<>();
        List<String> broken = new ArrayList<>();
        try (Store store = new DirectoryStore(directory.resolve("recordings"), KeyRules.NONE);
                LinesExporter exporter = exporter(target, 300 + random.nextInt(900))) {
            for (int i = 0; i < 150; i++) {
                Exchange exchange = exchange("q" + random.nextInt(8), "answer " + i);
                TestId test =
                        new TestId(List.of("chat", "chat-2", "suite//a.b", "").get(random.nextInt(4)));
                store.append(KeyRules.NONE.question(exchange.request(), test), "h.example", exchange);
                remember(expected, test, exchange);
            }

            store.forEach(exporter::write, failed -> broken.add(String.valueOf(failed.getMessage())));
        }

        assertThat(broken).as("seed %d", seed).isEmpty();
        assertThat(SourceFiles.under(target, any -> true)).as("seed %d", seed).hasSizeGreaterThan(11);
        assertThat(found(target)).as("seed %d", seed).isEqualTo(expected);
    }

    /** Files of a store may have other names for each answer, so that the first one comes last. */
    @Test
    void answersToOneQuestionStayInTheirOrderWhereverTheStoreHasThem() {
        Map<String, List<String>> expected = new TreeMap<>();
        for (int i = 1; i <= 3; i++) {
            remember(expected, TestId.NONE, exchange("q", "answer " + i));
        }

        int size;
        try (LinesExporter probe = exporter(directory.resolve("probe"), 1_000_000)) {
            probe.write(entry(1));
        }
        size = (int) SourceFiles.under(directory.resolve("probe"), any -> true)
                .get(0)
                .toFile()
                .length();
        try (LinesExporter exporter = exporter(directory.resolve("exported"), 3L * size / 2)) {
            List.of(3, 2, 1).forEach(occurrence -> exporter.write(entry(occurrence)));
        }

        assertThat(found(directory.resolve("exported"))).isEqualTo(expected);
    }

    private static Store.Entry entry(int occurrence) {
        Exchange exchange = exchange("q", "answer " + occurrence);
        Recording recording = new Recording(TestId.NONE, "h.example", occurrence, exchange);
        return new Entry(recording, KeyRules.NONE.question(exchange.request(), TestId.NONE), "a.json");
    }

    private Map<String, List<String>> found(Path target) {
        Map<String, List<String>> found = new TreeMap<>();
        format().open(target).forEach(each -> {
            Recording recording = ((Found.Converted) each).recording();
            remember(found, recording.test(), recording.exchange());
        });
        return found;
    }

    private static void remember(Map<String, List<String>> answers, TestId test, Exchange exchange) {
        answers.computeIfAbsent(test.name() + " " + exchange.request().path(), any -> new ArrayList<>())
                .add(exchange.response().body().toString());
    }

    private static Exchange exchange(String question, String answer) {
        return new Exchange(Request.get("/" + question), Response.whole(200, "text/plain", Bytes.utf8(answer)));
    }
}
