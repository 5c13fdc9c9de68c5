package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class RepriseExtensionTest {
    private final FakeApi api = new FakeApi();

    @TempDir
    Path recordings;

    @BeforeEach
    void forget() {
        Noted.IDS.clear();
        Noted.words = "hello";
    }

    @AfterEach
    void close() {
        api.close();
    }

    private EngineExecutionResults run(String mode, DiscoverySelector... what) {
        return run(mode, false, what);
    }

    private EngineExecutionResults run(String mode, boolean isParallel, DiscoverySelector... what) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("reprise.mode", mode)
                .configurationParameter("reprise.recordings", recordings.toString())
                .configurationParameter("reprise.upstream", api.url())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", Boolean.toString(isParallel))
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .selectors(what)
                .execute();
    }

    private static String failure(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .findFirst()
                .flatMap(event -> event.getPayload(org.junit.platform.engine.TestExecutionResult.class))
                .flatMap(org.junit.platform.engine.TestExecutionResult::getThrowable)
                .map(thrown -> thrown.getClass().getSimpleName() + ": " + thrown.getMessage())
                .orElse("");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(recordings)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> recordings.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aDatabaseIsNoDirectory() throws IOException {
        EngineExecutionResults results = new TestRunner(recordings, api.url())
                .run(
                        "record",
                        Map.of("reprise.recordings", "postgresql://user:secret@127.0.0.1/db"),
                        selectClass(Samples.Asks.class));

        assertThat(results.allEvents().failed().stream()
                        .flatMap(
                                event -> event.getPayload(org.junit.platform.engine.TestExecutionResult.class).stream())
                        .flatMap(result -> result.getThrowable().stream())
                        .map(Throwable::getMessage))
                .isNotEmpty()
                .allSatisfy(said -> assertThat(said)
                        .contains("REPRISE_RECORDINGS")
                        .contains("'postgresql:…' is a URL, and only a directory is possible here")
                        .doesNotContain("secret"));
    }

    @Test
    void theFirstRunRecordsAndTheNextReplays() throws Exception {
        run("record-if-missing", selectClass(Samples.Asks.class)).testEvents().assertStatistics(s -> s.succeeded(2));
        int asked = api.asked();

        run("replay", selectClass(Samples.Asks.class)).testEvents().assertStatistics(s -> s.succeeded(2));

        assertThat(asked).isEqualTo(3);
        assertThat(api.asked()).isEqualTo(3);
        assertThat(files())
                .hasSize(3)
                .allMatch(file -> file.matches("io.reprise.junit.Samples.Asks/(once|twice)/.*\\.json"));
    }

    @Test
    void aMissFailsTheTestAlsoWhereItIsSwallowed() {
        EngineExecutionResults one =
                run("replay", selectMethod(Samples.Swallows.class, "theError", "io.reprise.junit.Reprise"));
        EngineExecutionResults other =
                run("replay", selectMethod(Samples.Swallows.class, "onAnotherThread", "io.reprise.junit.Reprise"));

        assertThat(failure(one))
                .startsWith(
                        "AssertionFailedError: a request of this test had no recording (mode replay: the system property reprise.mode)")
                .contains("no recording answers POST /v1/chat/completions model=tiny");
        assertThat(failure(other)).contains("had no recording");
        assertThat(api.asked()).isZero();
    }

    @Test
    void aMissIsSaidBeforeWhatFailedBecauseOfIt() {
        EngineExecutionResults results =
                run("replay", selectMethod(Samples.Swallows.class, "andFailsLater", "io.reprise.junit.Reprise"));

        assertThat(failure(results))
                .contains("had no recording")
                .endsWith("then the test failed with: java.lang.IllegalStateException: the answer was empty");
    }

    @Test
    void aMissIsSaidOnceWhereItIsWhatTheTestFailedWith() {
        String failure = failure(
                run("replay", selectMethod(Samples.Swallows.class, "nothingAtAll", "io.reprise.junit.Reprise")));

        assertThat(failure)
                .containsOnlyOnce("no recording answers POST")
                .endsWith("then the test failed with: java.lang.IllegalStateException, which says the same");
    }

    @Test
    void aMissCanBeAllowed() {
        run("replay", selectMethod(Samples.Swallows.class, "onPurpose", "io.reprise.junit.Reprise"))
                .testEvents()
                .assertStatistics(s -> s.succeeded(1));
    }

    @Test
    void idsHaveNamesAndNoPositions() {
        run("replay", selectClass(Samples.Names.class)).testEvents().assertStatistics(s -> s.failed(0));

        assertThat(Noted.IDS)
                .containsExactlyInAnyOrder(
                        "S.Names//plain",
                        "S.Names//parameterized//birds",
                        "S.Names//parameterized//a/b",
                        "S.Names//parameterized//x/ /y",
                        "S.Names//named//first",
                        "S.Names//named//#2",
                        "S.Names//repeated//1",
                        "S.Names//repeated//2",
                        "S.Names//overloaded()",
                        "S.Names//overloaded(int)//1",
                        "S.Names//Inner//plain");
    }

    @Test
    void invocationsWithTheSameNameAreNumbered() {
        run("record", selectClass(Samples.SameNames.class)).testEvents().assertStatistics(s -> s.succeeded(5));
        assertThat(Noted.IDS)
                .containsExactlyInAnyOrder(
                        "S.SameNames//parameterized//a word one",
                        "S.SameNames//parameterized//a word (2) two",
                        "S.SameNames//parameterized//a word (3) three",
                        "S.SameNames//dynamic//a word one",
                        "S.SameNames//dynamic//a word (2) two");

        run("replay", selectClass(Samples.SameNames.class)).testEvents().assertStatistics(s -> s.succeeded(5));
        run("record", selectClass(Samples.SameNames.class)).testEvents().assertStatistics(s -> s.succeeded(5));
        run("replay", selectClass(Samples.SameNames.class)).testEvents().assertStatistics(s -> s.succeeded(5));
    }

    @Test
    void dynamicTestsHaveIdsOfTheirOwn() {
        run("record-if-missing", selectClass(Samples.Dynamic.class))
                .testEvents()
                .assertStatistics(s -> s.succeeded(2));

        assertThat(Noted.IDS).containsExactly("S.Dynamic//each//one", "S.Dynamic//each//two");
        run("replay", selectClass(Samples.Dynamic.class)).testEvents().assertStatistics(s -> s.succeeded(2));
    }

    @Test
    void inheritedTestsBelongToTheClassThatRuns() throws Exception {
        run("record-if-missing", selectClass(Samples.Derived.class))
                .testEvents()
                .assertStatistics(s -> s.succeeded(2));

        assertThat(files()).hasSize(3).allMatch(file -> file.contains("erived"));
    }

    @Test
    void withOneInstanceForAllTestsTheUrlOfTheConstructorBelongsToTheClass() throws Exception {
        run("record", selectClass(Samples.OneInstance.class)).testEvents().assertStatistics(s -> s.succeeded(2));

        run("replay", selectClass(Samples.OneInstance.class)).testEvents().assertStatistics(s -> s.succeeded(2));
        assertThat(files())
                .hasSize(3)
                .anyMatch(file -> file.matches("io.reprise.junit.samples.oneinstance-[^/]*/[^/]*"))
                .anyMatch(file -> file.startsWith("io.reprise.junit.Samples.OneInstance/one/"))
                .anyMatch(file -> file.startsWith("io.reprise.junit.Samples.OneInstance/two/"));
    }

    @Test
    void testsRunInParallel() {
        run(
                        "record-if-missing",
                        true,
                        selectClass(Samples.Asks.class),
                        selectClass(Samples.Derived.class),
                        selectClass(Samples.Dynamic.class))
                .testEvents()
                .assertStatistics(s -> s.succeeded(6));
        int asked = api.asked();

        run(
                        "replay",
                        true,
                        selectClass(Samples.Asks.class),
                        selectClass(Samples.Derived.class),
                        selectClass(Samples.Dynamic.class))
                .testEvents()
                .assertStatistics(s -> s.succeeded(6));

        assertThat(api.asked()).isEqualTo(asked);
    }

    @Test
    void recordingAnewReplacesAndDeletesWhatIsNoLongerAsked() throws Exception {
        run("record-if-missing", selectClass(Samples.Strict.class));
        List<String> before = files();
        Noted.words = "bye";

        String strict = failure(run("record-if-missing", selectClass(Samples.Strict.class)));
        run("record", selectMethod(Samples.Strict.class, "once", "io.reprise.junit.Reprise"));
        List<String> after = files();

        assertThat(before).hasSize(1);
        assertThat(strict)
                .contains("1 of the recordings of this test were not used:")
                .contains("1 of the requests went to an upstream:");
        assertThat(after).hasSize(1).doesNotContainAnyElementsOf(before);
        run("replay", selectClass(Samples.Strict.class)).testEvents().assertStatistics(s -> s.succeeded(1));
    }

    @Test
    void recordingAnewDeletesNothingOfTestsThatDidNotRun() throws Exception {
        run("record-if-missing", selectClass(Samples.Shares.class));
        List<String> before = files();

        run("record", selectMethod(Samples.Shares.class, "one"));

        assertThat(before).hasSize(4);
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "four"})
    void recordingAnewDeletesNothingOfTestsThatFailedBeforeTheyAsked(String failing) throws Exception {
        run("record-if-missing", selectClass(Samples.Shares.class));
        List<String> before = files();
        Noted.words = failing;

        run("record", selectClass(Samples.Shares.class)).testEvents().assertStatistics(s -> s.failed(1));

        assertThat(before).hasSize(4);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void recordingsOfTestsThatDidNotRunAreNotSaidToBeUnused() {
        run("record-if-missing", selectClass(Samples.Shares.class));
        Noted.words = "four";

        EngineExecutionResults one = run("replay", selectMethod(Samples.Shares.class, "one"));
        EngineExecutionResults factory =
                run("replay", selectMethod(Samples.Shares.class, "dynamic", "io.reprise.junit.Reprise"));

        one.allEvents().assertStatistics(s -> s.failed(0));
        factory.containerEvents().assertStatistics(s -> s.failed(0));
        factory.testEvents().assertStatistics(s -> s.failed(1));
    }

    @Test
    void faultsHoldForOneTest() {
        run("record-if-missing", selectClass(Samples.Asks.class));

        run("record-if-missing", selectClass(Samples.Faulty.class)).testEvents().assertStatistics(s -> s.succeeded(1));
    }

    @Test
    void whatWasSentIsAsserted() {
        EngineExecutionResults results = run("record-if-missing", selectClass(Samples.Asserts.class));

        results.testEvents().assertStatistics(s -> s.succeeded(1).failed(1));
        assertThat(failure(results))
                .isEqualTo("AssertionFailedError: request 0 has the model 'tiny', not 'large'; sent were:\n"
                        + "  0: recorded POST /v1/chat/completions model=tiny \"hello\"");
    }

    @Test
    void baseUrlsWorkWithAndWithoutTheVersion() {
        run("record-if-missing", selectClass(Samples.Spells.class)).testEvents().assertStatistics(s -> s.succeeded(1));

        run("replay", selectClass(Samples.Spells.class)).testEvents().assertStatistics(s -> s.succeeded(1));
        assertThat(api.asked()).isEqualTo(2);
    }

    @Test
    void aModeOfAnotherToolIsTranslated() {
        EngineExecutionResults results = run("new_episodes", selectClass(Samples.Asks.class));

        assertThat(failure(results)).contains("what other tools call 'new_episodes' is 'record-if-missing'");
    }
}
