package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Tests that share an application context, and are run by 16 threads. */
class SharedContextTest {
    @TempDir
    static Path recordings;

    /** As long as the application context is cached. */
    private static final FakeApi api = new FakeApi();

    @BeforeEach
    void forget() {
        Noted.IDS.clear();
        Noted.words = "hello";
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static EngineExecutionResults run(String mode) {
        return new TestRunner(recordings, api.url())
                .runWithThreads(
                        16, mode, selectClass(SpringSamples.First.class), selectClass(SpringSamples.Second.class));
    }

    @Test
    void requestsBelongToTheTestThatRunsAlsoInParallel() {
        run("record-if-missing").testEvents().assertStatistics(s -> s.succeeded(18));
        Set<String> recorded = new TreeSet<>(Noted.IDS);
        int asked = api.asked();
        Noted.IDS.clear();

        run("replay").testEvents().assertStatistics(s -> s.succeeded(18));

        assertThat(Noted.IDS).isEqualTo(recorded).hasSize(17);
        assertThat(api.asked()).isEqualTo(asked);
        assertThat(SpringSamples.STARTED).hasValue(1);
    }

    @Test
    void onlyTheTestThatMissesFails() {
        run("record-if-missing");
        Noted.words = "hullo";

        EngineExecutionResults results = run("replay");

        results.testEvents().assertStatistics(s -> s.succeeded(17).failed(1));
        assertThat(TestRunner.failures(results)).singleElement().asString().contains("[-hello-]{+hullo+}");
    }
}
