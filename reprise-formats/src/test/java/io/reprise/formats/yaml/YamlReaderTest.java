package io.reprise.formats.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.DocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Slow
class YamlReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "on | true",
                "Off | false",
                "y | \"y\"",
                "1e3 | \"1e3\"",
                "1.0e+3 | 1.0e+3",
                "1.0e3 | \"1.0e3\"",
                "1.5 | 1.5",
                ".5 | 0.5",
                "-5. | -5.0",
                "+0.1 | 0.1",
                ".inf | \".inf\"",
                "0x1F | 31",
                "017 | 15",
                "08 | \"08\"",
                "0o17 | \"0o17\"",
                "0 | 0",
                "-12 | -12",
                "1_000 | 1000",
                "190:20:30 | 685230",
                "2024-01-01 | \"2024-01-01\"",
                "2024-01-01T10:00:00Z | \"2024-01-01T10:00:00Z\"",
                "123456789012345678901234567890 | 123456789012345678901234567890",
                "0.1234567890123456789012345 | 0.1234567890123456789012345",
                "~ | null",
                "Null | null",
                "nil | \"nil\"",
                "'on' | \"on\"",
                "\"0x1F\" | \"0x1F\"",
                "'~' | \"~\"",
                "!!str 12 | \"12\"",
                "!!int '12' | 12",
                "! '12' | 12",
                "=  | \"=\"",
            })
    void readsScalarsAsTheToolsThatWriteThem(String yaml, String json) {
        assertThat(json("a: " + yaml)).isEqualTo("{\"a\":" + json + "}");
    }

    @Test
    void keepsTheSpellingOfAScalarWhereATextIsMeant() {
        Value value = YamlReader.read("a: 0x1F\nb: on\nc: 1.50\nd: ~\ne: ''\n");

        assertThat(value.text("a")).contains("0x1F");
        assertThat(value.text("b")).contains("on");
        assertThat(value.text("c")).contains("1.50");
        assertThat(value.text("d")).isEmpty();
        assertThat(value.text("e")).contains("");
    }

    @Test
    void readsObjectsOfPythonAndRubyAsTheTextsThatTheyWrap() {
        String yaml = """
                ? !!python/object/apply:multidict._multidict.istr
                - Content-Type
                : - application/json
                ? !!python/object/new:multidict._multidict.istr
                  args: [X-Two]
                : [!!python/unicode 'b']
                three: !!python/object/apply:os.system [echo no]
                four: !ruby/object:Net::HTTP {a: 1}
                five: !ruby/string:Sawyer {str: text}
                six: !!python/tuple [1, 2]
                """;

        assertThat(json(yaml))
                .isEqualTo("{\"Content-Type\":[\"application/json\"],\"X-Two\":[\"b\"],\"three\":\"echo no\","
                        + "\"four\":{\"a\":1},\"five\":\"text\",\"six\":[1,2]}");
    }

    @Test
    void readsBytes() {
        Value value = YamlReader.read("a: !!binary |\n  /wAB\n  /w==\nb: !binary '4pyT'\n");

        assertThat(value.get("a").flatMap(Value::octets)).contains(Bytes.owning(new byte[] {-1, 0, 1, -1}));
        assertThat(value.text("b")).contains("\u2713");
    }

    @Test
    void sharesWhatAliasesStandFor() {
        String yaml = "a: &x {n: 1}\nb: *x\nc: [*x, *x]\nd: {<<: *x, m: 2}\ne: {<<: [*x, {o: 3}], n: 4}\n";

        assertThat(json(yaml))
                .isEqualTo("{\"a\":{\"n\":1},\"b\":{\"n\":1},\"c\":[{\"n\":1},{\"n\":1}],\"d\":{\"n\":1,\"m\":2},"
                        + "\"e\":{\"o\":3,\"n\":1,\"n\":4}}");
    }

    @Test
    void refusesAliasesThatMakeItManyTimesAsLarge() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [text, text, text, text]\n");
        for (int i = 1; i < 40; i++) {
            String before = "*a" + (i - 1);
            yaml.append(
                    "a" + i + ": &a" + i + " [" + String.join(", ", List.of(before, before, before, before)) + "]\n");
        }

        assertThatThrownBy(() -> YamlReader.read(yaml.toString()))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("its aliases make it more than 16 times as large as its text at line ");
    }

    @Test
    void refusesAnAliasOfWhatContainsIt() {
        assertThatThrownBy(() -> YamlReader.read("a: &x\n  - *x\n"))
                .hasMessage("its alias '*x' stands for nothing before it at line 2, column 5");
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        assertThatThrownBy(() -> YamlReader.read("[".repeat(100_000)))
                .hasMessage("it is nested more than 1000 levels deep at line 1, column 1001");
        assertThatThrownBy(() -> YamlReader.read("- ".repeat(100_000)))
                .hasMessageStartingWith("it is nested more than 1000 levels deep");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: [1, 2\\nb: 3\\n | at line 2, column 2",
                "a: 'open\\n | at line 2, column 1",
                "a: 1\\n b: 2\\n | at line 2, column 3",
                "a: \\u0001\\n | at line 1, column 4",
                "a: !!binary '?'\\nb: *no\\n | at line 2, column 4",
            })
    void namesThePlaceOfAMistake(String yaml, String place) {
        String text = yaml.replace("\\n", "\n").replace("\\u0001", "\u0001");

        assertThatThrownBy(() -> YamlReader.read(text))
                .isInstanceOf(DocumentException.class)
                .hasMessageEndingWith(place);
    }

    @Test
    void readsWhatIsNestedNotTooDeep() {
        String deep = "[".repeat(1_000) + "]".repeat(1_000);

        assertThat(YamlReader.read(deep).json().write(Layout.COMPACT)).isEqualTo(deep);
    }

    @Test
    void readsLongLinesWithALineSeparatorInAnother() {
        String text = "x".repeat(4 << 20);

        assertThat(YamlReader.read("a: " + text + "\nb: 'c\u2028  d'\n").text("a"))
                .contains(text);
    }

    @Test
    void readsWhatGeneratedValuesAreWrittenAs() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);

        for (int i = 0; i < 500; i++) {
            Json value = generated(random, 4);

            Json read = YamlReader.read(value.write(Layout.COMPACT)).json();

            assertThat(read.write(Layout.COMPACT)).as("seed " + seed).isEqualTo(value.write(Layout.COMPACT));
        }
    }

    @Test
    void readsLineSeparatorsAsYaml11WritesThem() {
        String yaml =
                "a: 'one\u2028  two\u2029  three'\nb:\n- 'four\u2028  five'\nc: |\n  six\u2028    seven\n  end\nd: \"\\L\"\n";

        assertThat(json(yaml))
                .isEqualTo("{\"a\":\"one\u2028two\u2029three\",\"b\":[\"four\u2028five\"],"
                        + "\"c\":\"six\u2028  seven\\nend\\n\",\"d\":\"\u2028\"}");
    }

    /** PyYAML and Psych have written and read these: the text, and its value. */
    @Test
    void readsLinesAsTheToolsOfYaml11DoThatWroteThem() throws IOException {
        try (InputStream in = YamlReaderTest.class.getResourceAsStream("yaml-1.1-lines.jsonl")) {
            List<Json> samples = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json::parse)
                    .toList();

            assertThat(samples)
                    .hasSizeGreaterThan(100)
                    .allSatisfy(sample -> assertThat(
                                    YamlReader.read(sample.text("yaml")).json())
                            .isEqualTo(sample.get("value").orElseThrow()));
        }
    }

    @Test
    void readsAnyTextThatEndsLinesAsYaml11Does() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);

        for (int i = 0; i < 2_000; i++) {
            String text = textOfLines(random);
            String value = new Json.JsonString(text).write(Layout.COMPACT);
            String folded = text.replaceAll("(?<![\n\u2028\u2029])\n", "\n\n");

            assertThat(json("a:\n- k: '" + indented(folded.replace("'", "''"), "    ") + "'\n"))
                    .as("quoted, seed %d", seed)
                    .isEqualTo("{\"a\":[{\"k\":" + value + "}]}");
            assertThat(json("a:\n- k: |2-\n    " + indented(text, "    ") + "\n  l: \"\\L\\P\"\n"))
                    .as("literal, seed %d", seed)
                    .isEqualTo("{\"a\":[{\"k\":" + value + ",\"l\":\"\u2028\u2029\"}]}");
            assertThat(json("k: >2-\n  " + indented(folded, "  ") + "\n"))
                    .as("folded, seed %d", seed)
                    .isEqualTo("{\"k\":" + value + "}");
        }
    }

    /** Begins and ends with a letter; has no spaces around the ends of lines, which quotes do not keep. */
    private static String textOfLines(Random random) {
        List<String> parts =
                List.of("\u2028", "\u2029", "\n", "a b", "'", "\\L", "\\", "\ud83d\ude00", "\udb80\udc01", "#");
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.append("y").toString();
    }

    private static String indented(String text, String indentation) {
        return text.replaceAll("(?<=[\n\u2028\u2029])(?![\n\u2028\u2029])", indentation);
    }

    @Test
    void isNullWithoutADocument() {
        assertThat(YamlReader.read("")).isEqualTo(Value.NULL);
        assertThat(YamlReader.read("# nothing\n").isNull()).isTrue();
        assertThat(json("---\na: 1\n---\nb: 2\n")).isEqualTo("{\"a\":1}");
        assertThat(YamlReader.read("text").text()).isEqualTo(Optional.of("text"));
    }

    private static Json generated(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 5 : 7);
        if (kind == 5) {
            List<Json> items = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                items.add(generated(random, depth - 1));
            }
            return new Json.JsonArray(items);
        } else if (kind == 6) {
            List<Json.Member> members = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                members.add(new Json.Member("m" + i + text(random), generated(random, depth - 1)));
            }
            return new Json.JsonObject(members);
        }
        return switch (kind) {
            case 0 -> new Json.JsonNumber(String.valueOf(random.nextLong()));
            case 1 -> new Json.JsonNumber(random.nextInt(1_000) + "." + random.nextInt(1, 1_000));
            case 2 -> random.nextBoolean() ? Json.TRUE : Json.FALSE;
            case 3 -> Json.NULL;
            default -> new Json.JsonString(text(random));
        };
    }

    private static String text(Random random) {
        String characters = " abc:-#'\"\\\n\t{}[],&*!|>%@`\u00e9\ud83d\ude00~0";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int at = random.nextInt(characters.length());
            char c = characters.charAt(at);
            text.append(Character.isSurrogate(c) ? "\ud83d\ude00" : String.valueOf(c));
        }
        return text.toString();
    }

    private static String json(String yaml) {
        return YamlReader.read(yaml).json().write(Layout.COMPACT);
    }
}
