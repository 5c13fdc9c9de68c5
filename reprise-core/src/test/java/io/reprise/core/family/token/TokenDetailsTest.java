package io.reprise.core.family.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.openai.OpenAiUsage;
import io.reprise.core.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenDetailsTest {
    @Test
    void tellsWhatAChatAnswerCounts() {
        TokenUsage usage = OpenAiUsage.of(Json.parse("""
                        {"created": 1750000000, "service_tier": "flex", "usage": {"prompt_tokens": 100, "completion_tokens": 50,
                         "prompt_tokens_details": {"cached_tokens": 64, "audio_tokens": 3},
                         "completion_tokens_details": {"reasoning_tokens": 20, "audio_tokens": 7}}}
                        """)).orElseThrow();

        assertThat(usage)
                .isEqualTo(new TokenUsage(
                        100,
                        50,
                        new TokenDetails(
                                Map.of(
                                        TokenKind.CACHED_INPUT, 64L,
                                        TokenKind.AUDIO_INPUT, 0L, // they may all be of the cache
                                        TokenKind.CACHED_AUDIO_INPUT, 3L,
                                        TokenKind.REASONING, 20L,
                                        TokenKind.AUDIO_OUTPUT, 7L),
                                Optional.empty(),
                                "flex",
                                Optional.of(Instant.ofEpochSecond(1750000000)))));
    }

    @Test
    void tellsWhatATypedEventCounts() {
        TokenUsage usage = OpenAiUsage.of(Json.parse("""
                        {"type": "response.completed", "response": {"created_at": 1750000000, "service_tier": "default",
                         "usage": {"input_tokens": 9, "output_tokens": 5, "input_tokens_details": {"cached_tokens": 0}}}}
                        """)).orElseThrow();

        assertThat(usage.details())
                .isEqualTo(new TokenDetails(
                        Map.of(TokenKind.CACHED_INPUT, 0L),
                        Optional.empty(),
                        "",
                        Optional.of(Instant.ofEpochSecond(1750000000))));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            {"prompt_tokens": 1, "cost": 0.0160614}                                   => 0.0160614
            {"prompt_tokens": 1, "cost": 4.1400000000000003e-05}                      => 0.0000414
            {"prompt_tokens": 1, "cost": {"currency": "USD", "total_cost": 2.8e-08}}  => 0.000000028
            {"prompt_tokens": 1, "cost": {"currency": "EUR", "total_cost": 2.8e-08}}  => none
            {"prompt_tokens": 1, "cost_in_usd_ticks": 5743500}                        => 0.00057435
            {"prompt_tokens": 1, "cost": "1"}                                         => none
            {"prompt_tokens": 1, "cost": -1}                                          => none
            {"prompt_tokens": 1, "cost": 1e999999999}                                 => none
            {"prompt_tokens": 1, "cost": null}                                        => none
            """)
    void tellsWhatAnAnswerSaysThatItCost(String usage, String cost) {
        TokenDetails details = OpenAiUsage.of(Json.parse("{\"usage\":" + usage + "}"))
                .orElseThrow()
                .details();

        assertThat(details.cost().map(UsDollars::toString).orElse("none")).isEqualTo(cost);
    }
}
