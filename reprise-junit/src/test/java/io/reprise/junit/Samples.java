package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that are run by tests. They know their upstream from a system property of reprise.yaml's kind: a configuration parameter. */
final class Samples {
    private Samples() {}

    @Tag("sample")
    @RepriseTest
    static class Asks {
        @Test
        void once(Reprise reprise) {
            assertThat(FakeApi.ask(reprise.baseUrl(), "hello").statusCode()).isEqualTo(200);
        }

        @Test
        void twice(Reprise reprise) {
            String first = FakeApi.ask(reprise.baseUrl(), "again").body();
            String second = FakeApi.ask(reprise.baseUrl(), "more").body();
            assertThat(first).isNotEqualTo(second);
        }
    }

    @Tag("sample")
    @RepriseTest
    static class Swallows {
        @Test
        void theError(Reprise reprise) {
            FakeApi.ask(reprise.baseUrl(), "nobody recorded this");
        }

        @Test
        void onAnotherThread(Reprise reprise) {
            CompletableFuture.runAsync(() -> FakeApi.ask(reprise.baseUrl(), "nor this"))
                    .join();
        }

        @Test
        void andFailsLater(Reprise reprise) {
            FakeApi.ask(reprise.baseUrl(), "nor that");
            throw new IllegalStateException("the answer was empty");
        }

        @Test
        void nothingAtAll(Reprise reprise) {
            // as SDKs do: the message of the answer, and a word before it
            throw new IllegalStateException("404: "
                    + FakeApi.ask(reprise.baseUrl(), "nor anything else")
                            .body()
                            .replaceFirst("(?s).*\"message\":\\s*\"(.*?)\",.*", "$1")
                            .replace("\\n", "\n"));
        }

        @Test
        void onPurpose(Reprise reprise) {
            reprise.allowMisses();
            assertThat(FakeApi.ask(reprise.baseUrl(), "allowed").statusCode()).isEqualTo(404);
        }
    }

    @Tag("sample")
    @RepriseTest
    static class Names {
        private final Reprise ofConstructor;

        Names(Reprise reprise) {
            ofConstructor = reprise;
        }

        @BeforeEach
        void isTheSameEverywhere(Reprise reprise) {
            assertThat(reprise.testId()).isEqualTo(ofConstructor.testId());
        }

        private static void note(Reprise reprise) {
            Noted.IDS.add(reprise.testId().replace(Samples.class.getName(), "S"));
        }

        @AfterEach
        void isTheSameAfterwards(Reprise reprise) {
            note(reprise);
        }

        @Test
        void plain() {}

        @ParameterizedTest
        @ValueSource(strings = {"birds", "a/b", "x//y"})
        void parameterized(String subject) {
            assertThat(subject).isNotEmpty();
        }

        @ParameterizedTest
        @MethodSource
        void named(Object thing) {
            assertThat(thing).isNotNull();
        }

        static Stream<Arguments> named() {
            return Stream.of(Arguments.of(Named.of("first", new Object())), Arguments.of(new Object()));
        }

        @RepeatedTest(2)
        void repeated() {}

        @Test
        void overloaded() {}

        @ParameterizedTest
        @ValueSource(ints = 1)
        void overloaded(int number) {
            assertThat(number).isOne();
        }

        @Nested
        class Inner {
            @Test
            void plain() {}
        }
    }

    /** Inherits its tests. */
    @Tag("sample")
    static class Derived extends Asks {}

    @Tag("sample")
    @RepriseTest
    static class Dynamic {
        @TestFactory
        List<DynamicTest> each(Reprise reprise) {
            return Stream.of("one", "two")
                    .map(name -> DynamicTest.dynamicTest(name, () -> {
                        Noted.IDS.add(reprise.testId().replace(Samples.class.getName(), "S"));
                        FakeApi.ask(reprise.baseUrl(), name);
                    }))
                    .toList();
        }
    }

    /** One instance for all tests: a URL of its constructor belongs to the class, what it asks later to the test. */
    @Tag("sample")
    @RepriseTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {
        private final Reprise reprise;
        private final String urlOfClass;

        OneInstance(Reprise reprise) {
            this.reprise = reprise;
            urlOfClass = reprise.baseUrl();
        }

        @Test
        void one() {
            FakeApi.ask(reprise.baseUrl(), "one");
            FakeApi.ask(urlOfClass, "one, of the class");
        }

        @Test
        void two() {
            FakeApi.ask(reprise.baseUrl(), "two");
        }
    }

    /** Its tests ask by the URL of the class, and the dynamic ones by that of their factory. What the words name fails before it asks. */
    @Tag("sample")
    @RepriseTest(failOnUnused = true)
    static class Shares {
        private static String url = "";

        @BeforeAll
        static void take(Reprise reprise) {
            url = reprise.baseUrl();
        }

        private static void ask(String base, String word) {
            assertThat(word).isNotEqualTo(Noted.words);
            FakeApi.ask(base, word);
        }

        @Test
        void one() {
            ask(url, "one");
        }

        @Test
        void two() {
            ask(url, "two");
        }

        @TestFactory
        Stream<DynamicTest> dynamic(Reprise reprise) {
            String ofFactory = reprise.baseUrl();
            return Stream.of("three", "four").map(word -> DynamicTest.dynamicTest(word, () -> ask(ofFactory, word)));
        }
    }

    /** Its invocations have the same names, but do not ask the same. */
    @Tag("sample")
    @RepriseTest(failOnUnused = true)
    static class SameNames {
        @ParameterizedTest(name = "a word")
        @ValueSource(strings = {"one", "two", "three"})
        void parameterized(String word, Reprise reprise) {
            assertThat(FakeApi.ask(reprise.baseUrl(), word).statusCode()).isEqualTo(200);
            Noted.IDS.add(reprise.testId().replace(Samples.class.getName(), "S") + " " + word);
        }

        @TestFactory
        Stream<DynamicTest> dynamic(Reprise reprise) {
            return Stream.of("one", "two")
                    .map(word -> DynamicTest.dynamicTest("a word", () -> {
                        assertThat(FakeApi.ask(reprise.baseUrl(), word).statusCode())
                                .isEqualTo(200);
                        Noted.IDS.add(reprise.testId().replace(Samples.class.getName(), "S") + " " + word);
                    }));
        }
    }

    @Tag("sample")
    @RepriseTest(failOnUnused = true, failOnLive = true)
    static class Strict {
        @Test
        void once(Reprise reprise) {
            FakeApi.ask(reprise.baseUrl(), Noted.words);
        }
    }

    @Tag("sample")
    @RepriseTest(faults = "status=503; first=1")
    static class Faulty {
        @Test
        void once(Reprise reprise) {
            assertThat(FakeApi.ask(reprise.baseUrl(), "hello").statusCode()).isEqualTo(503);
            assertThat(FakeApi.ask(reprise.baseUrl(), "hello").statusCode()).isEqualTo(200);
            reprise.fault("status=429; first=1");
            assertThat(FakeApi.ask(reprise.baseUrl(), "hello").statusCode()).isEqualTo(429);
            reprise.fault();
            assertThat(FakeApi.ask(reprise.baseUrl(), "hello").statusCode()).isEqualTo(200);
        }
    }

    @Tag("sample")
    @RepriseTest
    static class Spells {
        @Test
        void withAndWithoutTheVersion(Reprise reprise) {
            for (String path : List.of("/chat/completions", "/v1/chat/completions", "/messages", "/v1/messages")) {
                assertThat(FakeApi.post(reprise.baseUrl() + path, "hello").statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    @Tag("sample")
    @RepriseTest
    static class Asserts {
        @Test
        void whatWasSent(Reprise reprise) {
            FakeApi.ask(reprise.baseUrl(), "hello");
            FakeApi.ask(reprise.baseUrl(), "bye");

            reprise.assertRequests()
                    .hasSize(2)
                    .askedModels("tiny", "tiny")
                    .anySays("bye")
                    .request(0)
                    .hasUserMessage("hello")
                    .hasRoles("user")
                    .hasTools()
                    .hasPath("/v1/chat/completions");
        }

        @Test
        void wrongly(Reprise reprise) {
            FakeApi.ask(reprise.baseUrl(), "hello");

            reprise.assertRequests().request(0).hasModel("large");
        }
    }
}
