package io.reprise.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
class JsonTest {
    private static final int DEEP = 1_000_000;
    private static final int LONG = 3 << 19;

    @Test
    void readsWhatItWroteInEveryLayout() {
        long seed = new Random().nextLong();
        RandomJson random = new RandomJson(seed);
        for (int i = 0; i < 1_200; i++) {
            Json value = random.value(5);
            for (Layout layout : Layout.values()) {
                Json again = Json.parse(value.write(layout));

                assertThat(again).as("seed %d, value %d, %s", seed, i, layout).isEqualTo(value);
                assertThat(again.hashCode()).isEqualTo(value.hashCode());
            }
        }
    }

    @Test
    void keepsTheSpellingOfNumbersAndAllDuplicates() {
        String text = "{\"b\":1.0,\"a\":-0,\"b\":1E+400,\"\":[0.1000,18446744073709551616]}";

        assertThat(Json.parse(text).write(Layout.COMPACT)).isEqualTo(text);
        assertThat(Json.parse(text).get("b")).contains(new Json.JsonNumber("1E+400"));
    }

    @Test
    void givesNothingForWhatIsNotJsonWhenItOnlyTries() {
        assertThat(Json.tryParse("[1]")).contains(new Json.JsonArray(List.of(new Json.JsonNumber("1"))));
        assertThat(Json.tryParse(Bytes.utf8(" null "))).contains(Json.NULL);
        assertThat(Json.tryParse("[1] 2")).isEmpty();
        assertThat(Json.tryParse("")).isEmpty();
        assertThat(Json.tryParse(Bytes.EMPTY)).isEmpty();
        assertThat(Json.tryParse(Bytes.copyOf(new byte[] {'"', (byte) 0xff, '"'})))
                .isEmpty();
    }

    @Test
    void keepsLoneSurrogates() {
        Json value = Json.parse("[\"\\ud83d\",\"\\uDE00\\uD83D\",\"\\ud83d\\ude00\"]");

        assertThat(value.items().get(0).string()).contains("\ud83d");
        assertThat(value.write(Layout.COMPACT)).isEqualTo("[\"\\ud83d\",\"\\ude00\\ud83d\",\"😀\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "é", "€", "😀", "\\n", "\\/", "\\\"", "\\ud83d"})
    void readsLongStringsAsItDoesShortOnes(String special) {
        String pattern = "{\"é\": \"x\",\n \"b64\": \"%s\", \"next\": [\"%s\", 1]}";
        String shortOne = special + "A" + special + "B";
        String longOne = shortOne.replace("A", "A".repeat(LONG));

        Json read = Json.parse(pattern.replace("%s", longOne));

        String written = read.write(Layout.COMPACT);
        String expected = Json.parse(pattern.replace("%s", shortOne)).write(Layout.COMPACT);
        assertThat(written.replace("A".repeat(LONG), "A")).isEqualTo(expected);
        assertThat(Json.parse(written)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"a\":1}",
                "[]",
                "[\n1]",
                "[[1]]",
                "[{}]",
                "[true]",
                "[-1]",
                "[\"\"]",
                "true",
                "false",
                "null",
                "-1",
                "0",
                "0.5",
                "1e5",
                "1E5",
                "12",
                " 1\t",
                "\"\"",
                "\"é\"",
                "\r\n\t {}"
            })
    void takesNothingThatIsJsonForSomethingElse(String text) {
        assertThat(Json.tryParse(Bytes.utf8(text))).contains(Json.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fLaC", "[x", "{\0", "-", "nU", "tx", "1\0", "ID3", "", "  "})
    void seesInTheFirstBytesThatMostOtherThingsAreNoJson(String text) {
        Bytes bytes = Bytes.utf8(text);

        assertThat(Json.mayBeJson(bytes, 0, bytes.size())).isFalse();
    }

    @Test
    void readsAllThatItWritesFromBytes() {
        long seed = new Random().nextLong();
        RandomJson random = new RandomJson(seed);
        for (int i = 0; i < 1_200; i++) {
            Json value = random.value(3);

            assertThat(Json.tryParse(Bytes.utf8(value.write(Layout.INDENTED))))
                    .as("seed %d", seed)
                    .contains(value);
        }
    }

    @Test
    void readsBytesWithLongStringsAsItDoesTexts() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] parts = {
            "\"\"",
            "\"%\"",
            "\"%\"",
            "{\"%\":\"\"}",
            "{\"\":\"%\",\"a\":[\"%\",1]}",
            "\"\\\"%\"",
            "\"%\\\\\"",
            "\"é%\"",
            "\"%\n\"",
            "[",
            "\"%",
            "%",
            "7",
            "\\"
        };
        int read = 0;
        for (int i = 0; i < 1_200; i++) {
            StringBuilder text = new StringBuilder("[0");
            for (int count = random.nextInt(6); count >= 0; count--) {
                int most = random.nextInt(8) == 0 ? parts.length : 8; // those behind are no JSON
                String plain =
                        "Ab+/".repeat((LongStrings.LONG + 8 - random.nextInt(16)) / 4) + "A".repeat(random.nextInt(8));
                text.append(',').append(parts[random.nextInt(most)].replace("%", plain));
            }
            text.append(']');

            Optional<Json> ofBytes = Json.tryParse(Bytes.utf8(text.toString()));

            assertThat(ofBytes).as("seed %d, text %d", seed, i).isEqualTo(Json.tryParse(text.toString()));
            read += ofBytes.isPresent() ? 1 : 0;
        }
        assertThat(read).as("seed %d", seed).isBetween(400, 1_100);
    }

    @Test
    void refusesLongStringsWithoutAnEnd() {
        assertThatThrownBy(() -> Json.parse("[\"" + "A".repeat(LONG))).isInstanceOf(JsonSyntaxException.class);
        assertThatThrownBy(() -> Json.parse("[\"" + "A".repeat(LONG) + "\"\"]"))
                .isInstanceOf(JsonSyntaxException.class);
        assertThatThrownBy(() -> Json.parse("[\"\n" + "A".repeat(LONG) + "\"]"))
                .isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void writesLayoutsAsOthersDo() {
        Json value = Json.parse("{\"a\":[1,{}],\"b\":[]}");

        assertThat(value.write(Layout.COMPACT)).isEqualTo("{\"a\":[1,{}],\"b\":[]}");
        assertThat(value.write(Layout.SPACED)).isEqualTo("{\"a\": [1, {}], \"b\": []}");
        assertThat(value.write(Layout.INDENTED)).isEqualTo("{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
    }

    @Test
    void readsWritesAndComparesWhatIsNestedAMillionTimes() {
        String arrays = "[".repeat(DEEP) + "1.0" + "]".repeat(DEEP);
        String objects = "{\"a\":".repeat(DEEP) + "null" + "}".repeat(DEEP);
        for (String text : List.of(arrays, objects)) {
            Json value = Json.parse(text);

            assertThat(value.write(Layout.COMPACT).equals(text)).isTrue();
            assertThat(value.equals(Json.parse(text))).isTrue();
            assertThat(value.hashCode()).isEqualTo(text.hashCode());
            assertThat(value.changeScalars(scalar -> Json.TRUE).toString().contains("true"))
                    .isTrue();
            assertThat(value.write(Layout.INDENTED).length()).isLessThan(500 * DEEP);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[1,]",
                "{\"a\":1,}",
                "[1 2]",
                "{} {}",
                "01",
                "+1",
                "1.",
                ".5",
                "-",
                "1e",
                "0x1",
                "NaN",
                "Infinity",
                "'a'",
                "\"\\x41\"",
                "\"a\tb\"",
                "\"\\u12g4\"",
                "\"",
                "[",
                "{\"a\"}",
                "{a:1}",
                "{1:1}",
                "tru",
                "nulll",
                "[1]]",
                "// c\n1",
                "/* c */ 1",
                "# c\n1",
                "1\u000b",
                "\u00a01",
                "\ufeff1",
                "[,1]",
                "{,}",
                "\u001e1"
            })
    void refusesWhatIsNotJsonAndSaysWhere(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessageMatching("(?s).* at line [0-9]+, column [0-9]+");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[blah] | unexpected 'b' at line 1, column 2",
                "[1 2] | unexpected '2' at line 1, column 4",
                "[😀] | unexpected '😀' at line 1, column 2",
                "[1,] | unexpected ']' at line 1, column 4",
                "{] | unexpected ']' at line 1, column 2",
                "[1 | it ends too early at line 1, column 3",
                "[\u0001] | unexpected character at line 1, column 3",
                "[NaN] | unexpected character at line 1, column 5",
            })
    void namesTheCharacterThatIsWrong(String text, String message) {
        assertThatThrownBy(() -> Json.parse(text)).hasMessage(message);
    }

    @Test
    void refusesWhatEndsTooEarlyAtAnyDepth() {
        assertThatThrownBy(() -> Json.parse("[".repeat(DEEP))).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void readsALongNumberAndALongString() {
        String digits = "7".repeat(DEEP);

        assertThat(Json.parse(digits)).isEqualTo(new Json.JsonNumber(digits));
        assertThat(Json.parse('"' + digits + '"').string()).contains(digits);
    }
}
