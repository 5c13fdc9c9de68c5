package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Tests of an application that knows its base URL from a property, and nothing of tests. Tests run them. */
final class SpringSamples {
    private SpringSamples() {}

    static final AtomicInteger STARTED = new AtomicInteger();

    /** The application. */
    @Configuration
    static class Application {
        @Bean
        Client client(@Value("${reprise.base-url}") String url) {
            STARTED.incrementAndGet();
            return new Client(url);
        }
    }

    record Client(String url) {
        String ask(String words) {
            return FakeApi.ask(url, words).body();
        }
    }

    private static void askTwice(Client client, Reprise reprise, String words) {
        Noted.IDS.add(reprise.testId() + client.ask(words) + client.ask("the same"));
        reprise.assertRequests().hasSize(2).anySays(words);
    }

    @Tag("sample")
    @SpringJUnitConfig(Application.class)
    @RepriseTest
    static class First {
        @Autowired
        Client client;

        @RepeatedTest(8)
        void asks(Reprise reprise, RepetitionInfo repetition) {
            askTwice(client, reprise, "first " + repetition.getCurrentRepetition());
        }

        @Nested
        class Inner {
            @Test
            void asks(Reprise reprise) {
                askTwice(client, reprise, "inner");
            }
        }
    }

    @Tag("sample")
    @SpringJUnitConfig(Application.class)
    @RepriseTest
    static class Second {
        @Autowired
        Client client;

        @RepeatedTest(8)
        void asks(Reprise reprise, RepetitionInfo repetition) {
            askTwice(client, reprise, "second " + repetition.getCurrentRepetition());
        }

        @Test
        void asksWhatMaySomeDayMiss() {
            assertThat(client.ask(Noted.words)).isNotEmpty();
        }
    }
}
