package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.TestClassPath;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.housekeeping.StoreLint;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class StoreCrashTest {
    private static final int KILLS = 10;

    @TempDir
    Path directory;

    /** Kills as often as the argument says, in a directory of its own. */
    public static void main(String... arguments) throws Exception {
        killAndCheck(Files.createTempDirectory("store-crash"), Integer.parseInt(arguments[0]), System.nanoTime());
    }

    @Test
    void leavesNoTornFileWhereverItsWriterIsKilled() throws Exception {
        killAndCheck(directory, KILLS, System.nanoTime());
    }

    @Test
    void letsSeveralProgramsWriteAtOnce() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            writers.add(start(directory, seed, 40));
        }
        Set<Integer> kept = new HashSet<>();
        for (Process writer : writers) {
            try (BufferedReader lines = lines(writer)) {
                lines.lines().map(Integer::valueOf).forEach(kept::add);
            }
            assertThat(writer.waitFor()).isZero();
        }

        check(directory, kept, "three programs at once");
        assertThat(directory.resolve(".tmp")).doesNotExist();
    }

    private static void killAndCheck(Path directory, int kills, long seed) throws Exception {
        Random random = new Random(seed);
        Set<Integer> kept = new HashSet<>();
        for (int kill = 0; kill < kills; kill++) {
            Process writer = start(directory, seed + kill, 1_000_000);
            try (BufferedReader lines = lines(writer)) {
                for (int said = 1 + random.nextInt(60); said > 0; said--) {
                    kept.add(Integer.valueOf(lines.readLine()));
                }
                writer.destroyForcibly().waitFor();
            }
            check(directory, kept, "seed " + seed + ", kill " + kill);
        }
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            Question question = KilledWriter.question(0);
            new RecordingKeeper(store)
                    .keep(
                            question,
                            "",
                            new Exchange(question.request(), StoreContract.answer("last")),
                            new Position.First());
        }
        assertThat(directory.resolve(".tmp")).doesNotExist();
    }

    private static void check(Path directory, Set<Integer> kept, String description) throws IOException {
        List<Finding> findings = new ArrayList<>();
        new StoreLint(directory, KeyRules.NONE, Remedy.REPORT_ONLY, Redaction.DEFAULT).check(findings::add);
        assertThat(findings).as(description).isEmpty();
        try (Store store = new DirectoryStore(directory, KeyRules.NONE);
                Stream<Path> files = Files.walk(directory)) {
            for (int number : kept) {
                assertThat(store.find(KilledWriter.question(number)).entries())
                        .as(description)
                        .hasSize(1);
            }
            assertThat(files.filter(file -> file.toString().endsWith(".json")))
                    .as(description)
                    .hasSizeBetween(kept.size(), KilledWriter.QUESTIONS);
        }
    }

    private static Process start(Path directory, long seed, int count) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        TestClassPath.text(),
                        KilledWriter.class.getName(),
                        directory.toString(),
                        Long.toString(seed),
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
