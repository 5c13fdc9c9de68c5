package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.reprise.core.Slow;
import io.reprise.server.Interleaving.Step;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random interleavings of clients, upstreams, stops and edits, after each of which the promises of the product hold. The property
 * {@code interleavings} says how many, {@code interleavings.seed} with which seed the first one begins.
 */
@Slow
class InterleavingsTest {
    private static final int RUNS = Integer.getInteger("interleavings", 50);
    private static final int TRIES = 2;
    private static final Duration SHRINKING = Duration.ofSeconds(Integer.getInteger("interleavings.shrink", 60));

    @TempDir
    private Path directory = Path.of("");

    private final InterleavingRun.Clients clients =
            new InterleavingRun.Clients(Executors.newCachedThreadPool(), new Http2Client());
    private final BufferLeaks buffers = new BufferLeaks();
    private int runs;

    /** What Netty says of connections that end is what this test is about. */
    private final Logger netty = Logger.getLogger("io.netty");

    @BeforeEach
    void quieten() {
        netty.setLevel(Level.OFF);
    }

    @AfterEach
    void stopClients() {
        clients.threads().shutdownNow();
        clients.http2().close();
        buffers.close();
    }

    @Test
    void promisesHold() throws Exception {
        long first = Long.getLong("interleavings.seed", 1);
        System.out.println("interleavings " + first + " to " + (first + RUNS - 1));
        List<String> failures = new ArrayList<>();
        for (long seed = first; seed < first + RUNS; seed++) {
            Interleaving script = InterleavingGenerator.of(seed);
            List<String> broken = broken(script);
            if (!broken.isEmpty()) {
                System.out.println(String.join("\n", broken) + "\n" + script);
                failures.add("shrunk: " + shrunk(script));
                System.out.println(failures.get(failures.size() - 1));
            }
            if (failures.size() == 5) {
                break;
            }
        }

        assertThat(failures).isEmpty();
        assertThat(buffers.found()).as("buffers that nobody has released").isEmpty();
    }

    /** Leaves out steps as long as a promise is broken. */
    private Interleaving shrunk(Interleaving failing) throws Exception {
        Interleaving least = failing;
        long end = System.nanoTime() + SHRINKING.toNanos();
        for (int i = failing.steps().size() - 1; i >= 0 && System.nanoTime() < end; i--) {
            List<Step> fewer = new ArrayList<>(least.steps());
            fewer.remove(i);
            Interleaving smaller = least.with(fewer);
            for (int tried = 0; tried < TRIES; tried++) {
                if (!broken(smaller).isEmpty()) {
                    least = smaller;
                    break;
                }
            }
        }
        return least;
    }

    /** The promises that are broken when the script is carried out, in words. */
    private List<String> broken(Interleaving script) throws IOException {
        Path recordings = directory.resolve("run" + ++runs);
        Files.createDirectories(recordings);
        try (InterleavingRun run = new InterleavingRun(script, clients, recordings)) {
            List<String> broken = broken(run);
            if (!broken.isEmpty()) {
                broken.add(run.log().strip());
            }
            return broken;
        } finally {
            delete(recordings);
        }
    }

    private static List<String> broken(InterleavingRun run) {
        try {
            run.perform();
            return new Promises(run).broken();
        } catch (Exception | AssertionError unexpected) {
            StringWriter text = new StringWriter();
            unexpected.printStackTrace(new PrintWriter(text));
            return new ArrayList<>(List.of(text.toString()));
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> {
                if (!file.toFile().delete() && Files.exists(file)) {
                    fail("cannot delete " + file);
                }
            });
        }
    }
}
