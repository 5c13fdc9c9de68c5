package io.reprise.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {
    @Test
    void showsShortValuesWhole() {
        assertThat(Quoted.of("")).isEqualTo("''");
        assertThat(Quoted.of("x".repeat(200))).isEqualTo("'" + "x".repeat(200) + "'");
    }

    @Test
    void showsTheBeginningOfLongOnes() {
        assertThat(Quoted.of("[".repeat(20_000))).isEqualTo("'" + "[".repeat(200) + "…' (20000 characters)");
        assertThat(Quoted.of("x".repeat(199) + "\uD83D\uDE00"))
                .isEqualTo("'" + "x".repeat(199) + "…' (201 characters)");
    }
}
