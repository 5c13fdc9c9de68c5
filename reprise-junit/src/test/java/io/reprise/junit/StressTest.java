package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

@Tag("slow")
class StressTest {
    private static final String REPRISE = Reprise.class.getName();

    private final FakeApi api = new FakeApi();

    @TempDir
    Path recordings;

    private TestRunner runner;

    @BeforeEach
    void prepare() {
        Noted.IDS.clear();
        Noted.words = "hello";
        runner = new TestRunner(recordings, api.url());
    }

    @AfterEach
    void close() {
        System.clearProperty(StressSamples.Shares.SERVERS);
        api.close();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(recordings)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static String failure(EngineExecutionResults results) {
        return String.join("\n", TestRunner.failures(results));
    }

    @Test
    void sixteenThreadsGetTheAnswersOfTheirTests() throws IOException {
        runner.runWithThreads(16, "record-if-missing", selectClass(StressSamples.Many.class))
                .testEvents()
                .assertStatistics(s -> s.succeeded(64));
        Set<String> recorded = new TreeSet<>(Noted.IDS);
        Noted.IDS.clear();

        runner.runWithThreads(16, "replay", selectClass(StressSamples.Many.class))
                .testEvents()
                .assertStatistics(s -> s.succeeded(64));

        assertThat(Noted.IDS).isEqualTo(recorded).hasSize(64);
        assertThat(files()).hasSize(64);
    }

    @Test
    void aWrongPromptFailsWithTheWordsThatDiffer() {
        runner.run("record-if-missing", selectClass(Samples.Strict.class));
        Noted.words = "hullo";

        assertThat(failure(runner.run("replay", selectClass(Samples.Strict.class))))
                .contains("messages[0].content: \"[-hello-]{+hullo+}\"");
    }

    @Test
    void aDeletedRecordingIsAMissAndIsRecordedAgain() throws IOException {
        runner.run("record-if-missing", selectClass(Samples.Asks.class));
        Path lost = files().get(1);
        Files.delete(lost);

        String failure = failure(runner.run("replay", selectClass(Samples.Asks.class)));
        int asked = api.asked();
        runner.run("record-if-missing", selectClass(Samples.Asks.class))
                .testEvents()
                .assertStatistics(s -> s.succeeded(2));

        assertThat(failure).contains("had no recording (mode replay: the system property reprise.mode)");
        assertThat(api.asked()).isEqualTo(asked + 1);
        assertThat(files()).hasSize(3).contains(lost);
    }

    @Test
    void aTestThatHangsSaysWhatItMissed() {
        EngineExecutionResults missed =
                runner.run("replay", selectMethod(StressSamples.Hangs.class, "afterAMiss", REPRISE));
        EngineExecutionResults ofItsOwn =
                runner.run("replay", selectMethod(StressSamples.Hangs.class, "onAThreadOfItsOwn", REPRISE));
        EngineExecutionResults interrupted =
                runner.run("replay", selectMethod(StressSamples.Hangs.class, "leavesAnInterrupt", REPRISE));

        assertThat(failure(missed)).contains("had no recording").contains("then the test failed with: ", "timed out");
        assertThat(failure(ofItsOwn)).contains("had no recording").contains("then the test failed with: ", "timed out");
        assertThat(failure(interrupted)).contains("had no recording").doesNotContain("interrupt");
    }

    @Test
    void aTestThatHangsSaysThatARequestHadNoAnswerYet() {
        EngineExecutionResults results =
                runner.run("record", selectMethod(StressSamples.Hangs.class, "withoutAnAnswer", REPRISE));

        assertThat(failure(results))
                .contains("a request of this test had no answer yet when the test ended (mode record: ")
                .contains("then the test failed with: ", "timed out");
    }

    @Test
    void aProcessThatEndsInTheMiddleLeavesWholeRecordings() throws Exception {
        Process process = runner.start("record-if-missing", StressSamples.Halts.class, "-Dreprise.test.halt=true");
        process.getInputStream().readAllBytes();

        assertThat(process.waitFor()).isEqualTo(9);
        assertThat(files()).hasSize(2);
        runner.run("record-if-missing", selectClass(StressSamples.Halts.class))
                .testEvents()
                .assertStatistics(s -> s.succeeded(1));
        assertThat(api.asked()).isEqualTo(3);
        runner.run("replay", selectClass(StressSamples.Halts.class))
                .testEvents()
                .assertStatistics(s -> s.succeeded(1));
    }

    @Test
    void twoBuildsAtOnceRecordIntoOneCheckout() throws Exception {
        List<Process> builds = List.of(
                runner.start("record-if-missing", StressSamples.Many.class),
                runner.start("record-if-missing", StressSamples.Many.class));

        for (Process build : builds) {
            String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(build.waitFor()).as(said).isZero();
        }
        runner.run("replay", selectClass(StressSamples.Many.class)).testEvents().assertStatistics(s -> s.succeeded(64));
        assertThat(files()).hasSize(64);
    }

    @Test
    void classLoadersShareAServer() throws Exception {
        try (URLClassLoader loader = new OwnCopies()) {
            Class<?> copy = loader.loadClass(StressSamples.SharesToo.class.getName());
            assertThat(copy).isNotEqualTo(StressSamples.SharesToo.class);

            runner.run("record-if-missing", selectClass(StressSamples.Shares.class), selectClass(copy))
                    .testEvents()
                    .assertStatistics(s -> s.succeeded(2));
        }

        String[] servers = System.getProperty(StressSamples.Shares.SERVERS, "").split(" ", -1);
        assertThat(servers).hasSize(2);
        assertThat(servers[0]).isEqualTo(servers[1]);
    }

    /** Loads all of reprise-junit itself. */
    private static final class OwnCopies extends URLClassLoader {
        OwnCopies() throws MalformedURLException {
            super(urls(), StressTest.class.getClassLoader());
        }

        private static URL[] urls() throws MalformedURLException {
            String[] entries = TestRunner.classPath().split(File.pathSeparator, -1);
            URL[] urls = new URL[entries.length];
            for (int i = 0; i < entries.length; i++) {
                urls[i] = Path.of(entries[i]).toUri().toURL();
            }
            return urls;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("io.reprise.junit.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
