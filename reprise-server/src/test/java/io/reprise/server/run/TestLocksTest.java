package io.reprise.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLocksTest {
    private static final TestId JOKES = new TestId("jokes");

    @TempDir
    Path recordings;

    @Test
    void aTestRunsInOneServerAtATime() {
        try (TestLocks one = new TestLocks(Optional.of(recordings));
                TestLocks other = new TestLocks(Optional.of(recordings))) {
            assertThat(one.tryLock(JOKES)).isTrue();
            assertThat(one.tryLock(JOKES)).as("again, in the same server").isTrue();
            assertThat(other.tryLock(JOKES)).isFalse();
            assertThat(other.tryLock(new TestId("poems"))).isTrue();

            one.release(JOKES);

            assertThat(other.tryLock(JOKES)).isTrue();
            assertThat(one.tryLock(JOKES)).isFalse();
        }
    }

    @Test
    void aServerThatEndsGivesItsTestsBack() {
        try (TestLocks other = new TestLocks(Optional.of(recordings))) {
            TestLocks one = new TestLocks(Optional.of(recordings));
            one.tryLock(JOKES);

            one.close();

            assertThat(other.tryLock(JOKES)).isTrue();
        }
    }

    @Test
    void withoutADirectoryEveryTestIsAlone() {
        try (TestLocks one = new TestLocks(Optional.empty())) {
            assertThat(one.tryLock(JOKES)).isTrue();
        }
    }
}
