package io.reprise.core.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.token.UsDollars;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownPricesTest {
    private static List<List<String>> rows() throws IOException {
        try (InputStream resource = Objects.requireNonNull(KnownPrices.class.getResourceAsStream("prices.tsv"))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        }
    }

    @Test
    void haveASourceAndADayAndAreSaidOnce() throws IOException {
        assertThat(rows()).isNotEmpty().allSatisfy(row -> {
            assertThat(row.get(11)).matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
            assertThat(row.get(12)).startsWith("https://");
        });
        assertThat(rows().stream().map(row -> row.subList(0, 4)).toList()).doesNotHaveDuplicates();
        assertThat(KnownPrices.table().asOf()).isPresent();
    }

    /** Prices of a thousand tokens, as each provider's page says them for a million. */
    @ParameterizedTest
    @CsvSource({
        "openai-chat, gpt-4o-mini, 0.00075",
        "openai-responses, gpt-5, 0.01125",
        "openai-chat, gpt-4o, 0.0125",
        "anthropic-messages, claude-haiku-4-5-20251001, 0.006",
        "gemini, gemini-2.5-flash, 0.0028",
        "openai-embeddings, text-embedding-3-small, 0.00002"
    })
    void areThoseOfTheProviders(String family, String model, String cost) {
        Tokens tokens = new Tokens(family, model, "", new TokenUsage(1_000, family.contains("embed") ? 0 : 1_000));

        assertThat(KnownPrices.table().cost(tokens).amount().map(UsDollars::toString))
                .contains(cost);
    }

    @Test
    void areUnknownForLocalModels() {
        Tokens tokens = new Tokens("ollama-chat", "llama3.2:1b", "", new TokenUsage(1, 1));

        assertThat(KnownPrices.table().cost(tokens).amount()).isEmpty();
    }
}
