package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that do what goes wrong in practice. Tests run them. */
final class StressSamples {
    private StressSamples() {}

    /** Asks the same question several times, as all other repetitions do, so that answers would show if tests were mixed. */
    @Tag("sample")
    @RepriseTest
    static class Many {
        @RepeatedTest(64)
        void times(Reprise reprise) {
            StringBuilder answers = new StringBuilder();
            for (int turn = 0; turn < 3; turn++) {
                answers.append(FakeApi.ask(reprise.baseUrl(), "the same").body());
            }
            Noted.IDS.add(reprise.testId() + answers);
        }
    }

    @Tag("sample")
    @RepriseTest
    static class Hangs {
        @Test
        @Timeout(value = 3)
        void afterAMiss(Reprise reprise) throws InterruptedException {
            FakeApi.ask(reprise.baseUrl(), "nobody recorded this");
            new CountDownLatch(1).await();
        }

        @Test
        @Timeout(value = 3)
        void withoutAnAnswer(Reprise reprise) throws InterruptedException {
            Thread asks = new Thread(() -> FakeApi.ask(reprise.baseUrl(), "no answer, please"));
            asks.setDaemon(true);
            asks.setUncaughtExceptionHandler((thread, expected) -> {});
            asks.start();
            new CountDownLatch(1).await();
        }

        @Test
        @Timeout(value = 3, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void onAThreadOfItsOwn(Reprise reprise) throws InterruptedException {
            FakeApi.ask(reprise.baseUrl(), "nor this");
            new CountDownLatch(1).await();
        }

        @Test
        void leavesAnInterrupt(Reprise reprise) {
            FakeApi.ask(reprise.baseUrl(), "nor that");
            Thread.currentThread().interrupt();
        }
    }

    /** Its process ends in the middle of a test. */
    @Tag("sample")
    @RepriseTest
    static class Halts {
        @Test
        void afterTwoAnswers(Reprise reprise) {
            FakeApi.ask(reprise.baseUrl(), "one");
            FakeApi.ask(reprise.baseUrl(), "two");
            if (Boolean.getBoolean("reprise.test.halt")) {
                Runtime.getRuntime().halt(9);
            }
            FakeApi.ask(reprise.baseUrl(), "three");
        }
    }

    /** Notes the server where all class loaders find it. */
    @Tag("sample")
    @RepriseTest
    static class Shares {
        static final String SERVERS = "reprise.test.servers";

        @Test
        void aServer(Reprise reprise) {
            assertThat(FakeApi.ask(reprise.baseUrl(), "hello").statusCode()).isEqualTo(200);
            String server = reprise.baseUrl().replaceFirst("/t/.*", "");
            System.getProperties().merge(SERVERS, server, (before, now) -> before + " " + now);
        }
    }

    @Tag("sample")
    static class SharesToo extends Shares {}
}
