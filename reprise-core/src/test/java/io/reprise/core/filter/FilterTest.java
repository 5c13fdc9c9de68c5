package io.reprise.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private static final FilterScope EVERYTHING =
            new FilterScope("rows", Set.of(FilterName.values()), Set.of(Trait.values()));

    /** A row of which everything is known. */
    private static final Facts ROW = new Facts() {
        @Override
        public List<String> words() {
            return List.of("What is the Weather in Zürich?", "It rains \"cats\" and dogs", "-x", "a*b", "東京の天気");
        }

        @Override
        public List<String> values(FilterName name) {
            return Map.of(
                            FilterName.OUTCOME, List.of("replayed"),
                            FilterName.MODEL, List.of("gpt-4.1-Mini"),
                            FilterName.TEST, List.of("tests/a.py::test[a b]"),
                            FilterName.FAMILY, List.of("openai-chat"),
                            FilterName.TOOL, List.of("get_weather", "get_time"),
                            FilterName.KEY, List.of("f5450b5c6f0c"),
                            FilterName.PATH, List.of("/v1/chat/completions"))
                    .getOrDefault(name, List.of());
        }

        @Override
        public OptionalInt status() {
            return OptionalInt.of(404);
        }

        @Override
        public boolean is(Trait trait) {
            return trait == Trait.STREAM || trait == Trait.ERROR;
        }

        @Override
        public OptionalLong bytes() {
            return OptionalLong.of(1_500_000);
        }

        @Override
        public OptionalLong milliseconds() {
            return OptionalLong.of(2_500);
        }

        @Override
        public Optional<Instant> at() {
            return Optional.of(NOW.minusSeconds(600));
        }

        @Override
        public Stream<String> bodies() {
            return Stream.of("the HIDDEN words of the body");
        }
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "weather",
                "WEATHER zÜRICH",
                "\"weather in\"",
                "\"rains \\\"CATS\\\"\"",
                "天気",
                "-sunny",
                "-\"weather out\"",
                "\"-x\"",
                "a*b",
                "outcome:replayed",
                "outcome:missed,replayed",
                "-outcome:missed",
                "Model:gpt-*",
                "model:GPT-4.1-mini",
                "model:*mini",
                "-model:gpt",
                "test:tests/a.py*",
                "test:\"tests/a.py::test[a b]\"",
                "-test:",
                "family:openai-*",
                "-upstream:*",
                "tool:get_time",
                "key:F5450B",
                "path:*completions",
                "status:404",
                "status:4xx",
                "status:40X",
                "status:5xx,404",
                "-status:2xx",
                "is:stream",
                "is:broken,error",
                "-is:unused",
                "larger-than:1MB",
                "larger-than:1.4mb",
                "larger-than:1464KiB",
                "-larger-than:1500000",
                "slower-than:2s",
                "slower-than:2499ms",
                "-slower-than:2500ms",
                "-slower-than:1m",
                "since:10m",
                "since:1w",
                "since:2026-11-26",
                "since:2026-11-26T11:50:00Z",
                "-since:599s",
                "text:hidden",
                "text:\"hidden WORDS\"",
                "text:weather",
                "-text:\"hidden word of\"",
                "weather\u00a0\u3000rains\tmodel:*"
            })
    void selects(String text) {
        assertThat(Filter.parse(text, EVERYTHING).accepts(ROW, NOW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden",
                "weather sunny",
                "-weather",
                "-\"weather in\"",
                "outcome:missed",
                "model:gpt",
                "model:\"gpt-*\"",
                "test:",
                "test:\"\"",
                "test:tests/a.py",
                "upstream:ollama",
                "tool:get",
                "status:405",
                "is:broken",
                "larger-than:1500000B",
                "slower-than:3s",
                "since:9m",
                "since:2026-11-27",
                "text:nothing"
            })
    void leavesOut(String text) {
        assertThat(Filter.parse(text, EVERYTHING).accepts(ROW, NOW)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "modle:gpt|1|there is no 'modle:'; a filter of recordings has status:, model:, test:, family:, upstream:, tool:,"
                        + " key:, path:, is:, larger-than:, slower-than:, since:, text:. To search for this text, put it in quotes",
                "a -nothing:b|4|there is no 'nothing:'",
                "outcome:missed|1|'outcome:' does not apply to recordings; their filter has status:,",
                "model:|7|'model:' needs a value, as in model:gpt-*",
                "a model: b|9|'model:' needs a value",
                "is:unused|4|'is:' takes stream, broken, error for recordings, not 'unused'",
                "is:|4|'is:' needs a value, as in is:stream",
                "status:2000|8|'2000' is not a status; write 404, 4xx or 429,5xx",
                "status:4x4|8|'4x4' is not a status",
                "status:404,|8|'' is not a status",
                "larger-than:big|13|'big' is not a size; write 4096, 64KiB, 1.5MB or 1GiB",
                "larger-than:-1|13|'-1' is not a size",
                "slower-than:5|13|'5' is not a time; write 500ms, 2s, 10m, 3h, 7d or 2w",
                "since:yesterday|7|'yesterday' is not a time; write an age such as since:3h or since:7d",
                "since:2026-13-01|7|'2026-13-01' is not a time; write an age such as since:3h or since:7d, or 2026-11-26 or 2026-11-26T09:30:00Z",
                "key:xyz|5|'xyz' is not the beginning of a key, which has the digits 0 to f",
                "a \"b c|3|the quote that opens here is not closed",
                "test:\"b c|6|the quote that opens here is not closed"
            })
    void saysWhatIsWrongAndWhere(String text, int position, String message) {
        assertThatThrownBy(() -> Filter.parse(text, FilterScope.RECORDINGS))
                .isInstanceOfSatisfying(
                        FilterSyntaxException.class,
                        wrong -> assertThat(wrong.position()).isEqualTo(position))
                .hasMessageStartingWith("the filter is wrong at character " + position + ": " + message);
    }

    @Test
    void namesTheOutcomes() {
        assertThatThrownBy(() -> Filter.parse("outcome:miss", FilterScope.REQUESTS))
                .hasMessage(
                        "the filter is wrong at character 9: 'miss' is not an outcome; the outcomes are replayed, recorded, joined,"
                                + " forwarded, faulted, missed, refused, failed, client-left");
    }

    @Test
    void takesLinksModelsAndTestsForWords() {
        for (String text : List.of("https://api.example", "llama3.2:1b", "tests/a.py::test", "Suite::test", "12:30")) {
            assertThat(Filter.parse(text, FilterScope.RECORDINGS).accepts(ROW, NOW))
                    .as(text)
                    .isFalse();
        }
    }

    @Test
    void readsBodiesOnlyIfAskedTo() {
        assertThat(Filter.parse("weather model:x", FilterScope.RECORDINGS).readsBodies())
                .isFalse();
        assertThat(Filter.parse("weather -text:x", FilterScope.RECORDINGS).readsBodies())
                .isTrue();
    }

    @Test
    void looksIntoBodiesLast() {
        Condition first =
                Filter.parse("text:hidden sunny", EVERYTHING).conditions().get(0);

        assertThat(first.readsBodies()).isFalse();
    }

    @Test
    void refusesAnEndlessFilter() {
        assertThatThrownBy(() -> Filter.parse("x".repeat(10_001), FilterScope.RECORDINGS))
                .hasMessageContaining("it has 10001 characters; at most 10000 are allowed");
    }

    @Test
    void isAFilterOrAnErrorWithAPlaceInIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String text = random(random);
            try {
                Filter.parse(text, EVERYTHING).accepts(ROW, NOW);
            } catch (FilterSyntaxException wrong) {
                assertThat(wrong.position()).as("seed %d, %s", seed, text).isBetween(1, text.length() + 1);
            }
        }
    }

    private static String random(Random random) {
        List<String> pieces = List.of(
                "is:",
                "model:",
                "-",
                "\"",
                "\\",
                " ",
                "*",
                "since:",
                "9",
                "T",
                "larger-than:",
                "kb",
                "ü",
                "\ud83d",
                ":",
                "status:",
                "4",
                "x",
                ",",
                "key:",
                "a",
                "slower-than:",
                "text:",
                "\u0000",
                "99999999999");
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }
}
