package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.TestClassPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs that write are killed (SIGKILL) at random moments: nothing is torn, and nothing is lost that was acknowledged. {@code -Dcrashes=2000} kills
 * each of them so often; {@code -Dscenes=record,scrub} takes only these, and {@code -Dseed=1} repeats.
 */
@Slow
class CrashTest {
    private static final int CRASHES = Integer.getInteger("crashes", 6);
    /** Ends a line, so that half a line is not taken for a whole one. */
    private static final String END = ";";

    @TempDir
    Path directory;

    static Stream<String> scenes() {
        String wanted = System.getProperty("scenes", "");
        return CrashScenes.ALL.keySet().stream()
                .filter(name ->
                        wanted.isEmpty() || List.of(wanted.split(",", -1)).contains(name));
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void leavesNothingTornAndLosesNothing(String name) throws Exception {
        CrashScene scene = CrashScenes.ALL.get(name);
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> acknowledged = new ArrayList<>();
        scene.prepare(directory);
        for (int crash = 0; crash < CRASHES; crash++) {
            acknowledged.addAll(killed(name, crash + 1, scene.moment(random)));
            scene.check(directory, acknowledged, name + ", seed " + seed + ", crash " + crash);
        }
        assertThat(acknowledged).as("seed " + seed).isNotEmpty();
        System.err.println("crashes: " + name + ": " + CRASHES + " kills, " + acknowledged.size() + " acknowledged");
    }

    /** What a program has acknowledged before it was killed. */
    private List<String> killed(String name, int number, CrashScene.Moment moment)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        TestClassPath.text(),
                        CrashTest.class.getName(),
                        name,
                        directory.toString(),
                        Integer.toString(number))
                .redirectError(directory.resolve("said").toFile())
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int most = moment.acknowledgements(); most > 0; most--) {
                String line = said.readLine();
                if (line == null) {
                    throw new AssertionError("it has ended: " + Files.readString(directory.resolve("said")));
                }
                lines.add(line);
            }
            process.waitFor(moment.nanosAfter(), TimeUnit.NANOSECONDS);
            process.toHandle().destroyForcibly(); // without closing what it has said
            said.lines().forEach(lines::add);
            process.waitFor();
        }
        return lines.stream()
                .filter(line -> line.endsWith(END))
                .map(line -> line.substring(0, line.length() - END.length()))
                .toList();
    }

    /** The program: a scene, its directory, and a seed. */
    public static void main(String... arguments) throws Exception {
        CrashScenes.ALL.get(arguments[0]).write(Path.of(arguments[1]), Long.parseLong(arguments[2]), said -> {
            synchronized (System.out) {
                System.out.print(said + END + "\n");
                System.out.flush();
            }
        });
    }
}
