package io.reprise.core.store.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordsTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    Path root;

    private static RunRecord run(int second) {
        return new RunRecord(
                NOON.plusSeconds(second),
                Set.of(TestId.NONE, new TestId("a\n#?%\ud83d\ude00")),
                Set.of("a/x.json", "y.json"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(".reprise/runs"))) {
            return files.toList();
        }
    }

    @Test
    void readsWhatItWroteTheLatestFirst() throws IOException {
        RunRecords records = new RunRecords(root);

        records.add(run(2));
        records.add(run(1));
        records.add(run(3));

        assertThat(records.latestFirst()).containsExactly(run(3), run(2), run(1));
        assertThat(root.resolve(".reprise/.gitignore")).hasContent("*");
    }

    @Test
    void keepsTheLatest() throws IOException {
        RunRecords records = new RunRecords(root);

        for (int second = 0; second < RunRecords.MOST + 5; second++) {
            records.add(run(second));
        }

        assertThat(files()).hasSize(RunRecords.MOST);
        assertThat(records.latestFirst().get(RunRecords.MOST - 1)).isEqualTo(run(5));
    }

    @Test
    void leavesOutWhatIsBroken() throws IOException {
        RunRecords records = new RunRecords(root);
        records.add(run(1));
        Files.writeString(root.resolve(".reprise/runs/20261127T120000.000Z-1.json.gz"), "not packed");

        assertThat(records.latestFirst()).containsExactly(run(1));
    }

    @Test
    void followsNoLinkOutOfTheStore(@TempDir Path outside) throws IOException {
        new RunRecords(outside).add(run(1));
        Files.createSymbolicLink(root.resolve(".reprise"), outside.resolve(".reprise"));

        assertThat(new RunRecords(root).latestFirst()).isEmpty();
    }

    @Test
    void thereAreNoneInANewStore() {
        assertThat(new RunRecords(root.resolve("none")).latestFirst()).isEmpty();
    }
}
