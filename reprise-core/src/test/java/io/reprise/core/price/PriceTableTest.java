package io.reprise.core.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.token.TokenDetails;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.json.Layout;
import io.reprise.core.pattern.Glob;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableTest {
    private static final List<Price> PRICES = KnownPrices.parse("""
            m-1\tf-*\t2025-01-01\t-\t2\t10\t0.5\t2.5\t4\t30\t60\t2025-12-01\thttps://example.com/a
            m-1\tf-*\t2025-06-01\t-\t1\t5\t0.25\t-\t-\t-\t-\t2025-12-02\thttps://example.com/b
            m-2\t*\t-\t-\t1.25\t10\t-\t-\t-\t-\t-\t2025-12-01\thttps://example.com/c
            m-2\t*\t-\t200000\t2.5\t15\t-\t-\t-\t-\t-\t2025-12-01\thttps://example.com/c
            """);

    private static final PriceTable TABLE = PriceTable.of(() -> PRICES);

    private static Tokens tokens(String model, long input, long output, TokenDetails details) {
        return new Tokens("f-chat", model, "up", new TokenUsage(input, output, details));
    }

    private static TokenDetails on(String day, Map<TokenKind, Long> counts) {
        return new TokenDetails(counts, Optional.empty(), "", Optional.of(Instant.parse(day + "T12:00:00Z")));
    }

    private static String cost(PriceTable table, Tokens tokens) {
        return table.cost(tokens).amount().map(UsDollars::toString).orElse("unknown");
    }

    @Test
    void countsEachTokenOnceAtThePriceOfItsKind() {
        TokenDetails details = on(
                "2025-03-01",
                Map.of(
                        TokenKind.CACHED_INPUT, 100L,
                        TokenKind.CACHE_WRITE, 200L,
                        TokenKind.CACHE_WRITE_HOUR, 50L,
                        TokenKind.AUDIO_INPUT, 10L,
                        TokenKind.AUDIO_OUTPUT, 5L,
                        TokenKind.REASONING, 40L));

        // 640 × 2 + 100 × 0.5 + 200 × 2.5 + 50 × 4 + 10 × 30 + 95 × 10 + 5 × 60
        assertThat(cost(TABLE, tokens("m-1", 1_000, 100, details))).isEqualTo("0.00358");
    }

    @Test
    void doesNotKnowACostOfMoreDollarsThanThereMayBe() {
        TokenDetails details = on("2025-03-01", Map.of());

        assertThat(cost(TABLE, tokens("m-1", 1_000_000_000_000L, 1_000_000_000_000L, details)))
                .isEqualTo("unknown");
        assertThat(cost(TABLE, tokens("m-1", Long.MAX_VALUE, Long.MAX_VALUE, details)))
                .isEqualTo("unknown");
    }

    @Test
    void countsCachedSoundOnceAndOnlyAtAPriceOfItsOwn() {
        TokenDetails details = on(
                "2025-03-01",
                Map.of(
                        TokenKind.CACHED_INPUT, 900L,
                        TokenKind.CACHED_AUDIO_INPUT, 900L,
                        TokenKind.AUDIO_INPUT, 0L));
        Rates rates = new Rates(Map.of(
                TokenKind.INPUT, BigDecimal.ONE,
                TokenKind.CACHED_INPUT, BigDecimal.TEN,
                TokenKind.CACHED_AUDIO_INPUT, BigDecimal.TEN));

        // 100 × 1 + 900 × 10
        assertThat(rates.cost(new TokenUsage(1_000, 0, details)).map(UsDollars::toString))
                .contains("0.0091");
        assertThat(cost(TABLE, tokens("m-1", 1_000, 0, details))).isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({"2025-05-31,0.012", "2025-06-01,0.006", "2026-01-01,0.006", "2024-12-31,unknown"})
    void takesThePriceOfTheDayOfTheAnswer(String day, String cost) {
        assertThat(cost(TABLE, tokens("m-1", 1_000, 1_000, on(day, Map.of())))).isEqualTo(cost);
    }

    @Test
    void takesTheNewestPriceOfAnAnswerWithoutADay() {
        Cost cost = TABLE.cost(tokens("m-1", 1_000, 1_000, TokenDetails.NONE));

        assertThat(cost.toJson().write(Layout.COMPACT))
                .isEqualTo("{\"input_tokens\":1000,\"output_tokens\":1000,\"cached_input_tokens\":null,"
                        + "\"cache_write_tokens\":null,\"reasoning_tokens\":null,\"cost_usd\":\"0.006\","
                        + "\"price_as_of\":\"2025-12-02\",\"price_source\":\"https://example.com/b\"}");
    }

    @ParameterizedTest
    @CsvSource({"200000,0.25", "200001,0.5000025"})
    void takesThePriceOfLongRequests(long input, String cost) {
        assertThat(cost(TABLE, tokens("m-2", input, 0, TokenDetails.NONE))).isEqualTo(cost);
    }

    @Test
    void believesAnAnswerThatSaysItsCost() {
        TokenDetails details = TokenDetails.NONE.costing(UsDollars.of(new BigDecimal("0.0000000028")));

        Cost cost = TABLE.with(List.of(own("*", "1"))).cost(tokens("m-1", 1, 1, details));

        assertThat(cost.amount().map(UsDollars::toString)).contains("0.0000000028");
        assertThat(cost.origin()).isEmpty();
        assertThat(cost.toJson().text("price_source")).isEqualTo("the answer");
    }

    @Test
    void prefersThePricesOfItsUser() {
        PriceTable table = TABLE.with(List.of(own("m-*", "7")));

        assertThat(cost(table, tokens("m-1", 1_000_000, 0, TokenDetails.NONE))).isEqualTo("7");
        assertThat(cost(table, tokens("other", 1, 1, TokenDetails.NONE))).isEqualTo("unknown");
    }

    @Test
    void isZeroOnlyWhereThatIsSaid() {
        assertThat(cost(TABLE.with(List.of(own("llama*", "0"))), tokens("llama3", 5, 5, TokenDetails.NONE)))
                .isEqualTo("0");
        assertThat(cost(TABLE, tokens("llama3", 5, 5, TokenDetails.NONE))).isEqualTo("unknown");
    }

    @Test
    void guessesNothing() {
        TokenDetails priority = new TokenDetails(Map.of(), Optional.empty(), "priority", Optional.empty());
        TokenDetails picture =
                new TokenDetails(Map.of(TokenKind.IMAGE_OUTPUT, 3L), Optional.empty(), "", Optional.empty());
        TokenDetails written =
                new TokenDetails(Map.of(TokenKind.CACHE_WRITE, 3L), Optional.empty(), "", Optional.empty());
        TokenDetails tooMany =
                new TokenDetails(Map.of(TokenKind.CACHED_INPUT, 30L), Optional.empty(), "", Optional.empty());

        assertThat(cost(TABLE, tokens("m-1", 10, 10, priority))).isEqualTo("unknown");
        assertThat(cost(TABLE, tokens("m-1", 10, 10, picture))).isEqualTo("unknown");
        assertThat(cost(TABLE, tokens("m-1", 10, 10, written))).isEqualTo("unknown");
        assertThat(cost(TABLE, tokens("m-1", 10, 10, tooMany))).isEqualTo("unknown");
        assertThat(cost(TABLE, new Tokens("g", "m-1", "", new TokenUsage(1, 1))))
                .isEqualTo("unknown");
    }

    @Test
    void saysThatItIsOld() {
        assertThat(TABLE.remark(LocalDate.of(2026, 3, 2))).isEmpty();
        assertThat(TABLE.remark(LocalDate.of(2026, 3, 3)).orElse(""))
                .isEqualTo(
                        "the prices date from 2025-12-02, more than 90 days ago; 'prices' in reprise.yaml sets newer prices");
        assertThat(PriceTable.EMPTY.remark(LocalDate.of(2030, 1, 1))).isEmpty();
    }

    private static Price own(String model, String input) {
        return new Price(
                new Price.Which(new Glob(model), Glob.ANY, Glob.ANY),
                Optional.empty(),
                0,
                new Rates(Map.of(TokenKind.INPUT, new BigDecimal(input), TokenKind.OUTPUT, new BigDecimal(input))),
                new Price.Origin("reprise.yaml:3", Optional.empty()));
    }
}
