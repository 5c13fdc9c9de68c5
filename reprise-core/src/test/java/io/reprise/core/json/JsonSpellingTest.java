package io.reprise.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSpellingTest {
    private static final String SPICE = "{}[],: \"\\u0dD8aeE+-.19tn\n\u0001é😀";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,2.50,-0,1E+7],\"b\":{},\"c\":[]}",
                "\"\\u001f\\n\\\\\\\" é 😀 \u007f\"",
                "\"\\ud83d\"",
                "\"\\ude00\\ud83d\"",
                "null"
            })
    void findsWhatIsWrittenSo(String text) {
        assertThat(Spelling.COMPACT.padding(text)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[DONE]",
                "{\"a\": 1}",
                "[1, 2]",
                "[1,]",
                "[1 ]",
                "{\"a\":1,}",
                "{\"a\"}",
                "{1:2}",
                "01",
                "1.",
                "+1",
                "-",
                "1e",
                "[1}",
                "\"\\/\"",
                "\"\\u00e9\"",
                "\"\\u000a\"",
                "\"\\u001F\"",
                "\"\\ud83d\\ude00\"",
                "\"\\ud83d\\uDE00\"",
                "\"a\nb\"",
                "\"open",
                "1 2",
                "truefalse",
                " 1",
                "1 "
            })
    void findsWhatIsNot(String text) {
        assertThat(Spelling.COMPACT.padding(text)).isNotZero();
    }

    @Test
    void agreesWithParsingAndWritingOnRandomTexts() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        RandomJson values = new RandomJson(seed);
        RandomSpellings spellings = new RandomSpellings(seed);
        for (int i = 0; i < 20_000; i++) {
            Json value = values.value(4);
            Spelling written = spellings.next();
            String text = random.nextInt(4) == 0 ? values.respell(value) : value.write(written);
            String spoilt = random.nextBoolean() ? text : spoil(text, random);

            for (Spelling spelling : List.of(written, Spelling.COMPACT, Spelling.SPACED, spellings.next())) {
                assertThat(spelling.padding(spoilt) == 0)
                        .as("%s of %s, seed %d", spelling, spoilt, seed)
                        .isEqualTo(comesBack(spoilt, spelling));
            }
        }
    }

    @Test
    void readsEachOfSeveralTextsAsIfItWereAlone() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        RandomJson values = new RandomJson(seed);
        RandomSpellings spellings = new RandomSpellings(seed);
        for (int i = 0; i < 2_000; i++) {
            Spelling written = spellings.next();
            String first = values.value(4).write(written);
            List<String> texts = new ArrayList<>();
            for (int k = 0; k < 10; k++) {
                String other = random.nextInt(8) == 0 ? values.value(4).write(written) : first;
                texts.add(
                        random.nextInt(3) == 0
                                ? other
                                : mixed(other, values.value(4).write(written), random));
            }

            for (Spelling spelling : List.of(written, Spelling.COMPACT, Spelling.INDENTED)) {
                assertThat(spelling.paddings(texts))
                        .as("%s of %s, seed %d", spelling, texts, seed)
                        .containsExactly(
                                texts.stream().mapToInt(spelling::padding).toArray());
            }
        }
    }

    /** The beginning of one text and the end of the same or the other one, after the same or other characters. */
    private static String mixed(String one, String other, Random random) {
        int place = random.nextInt(one.length() + 1);
        String end = random.nextBoolean() ? one.substring(place) : other.substring(random.nextInt(other.length() + 1));
        String between = List.of("", "1", "]", "}", "\"", ",", "\\", " ").get(random.nextInt(8));
        return one.substring(0, place) + between + end;
    }

    @Test
    void readsTheChunksOfAStreamFromWhereTheyDiffer() {
        List<String> texts = List.of(
                "{\"id\":\"a\",\"choices\":[1,{\"index\":0,\"delta\":{\"content\":\"A\"}}]}",
                "{\"id\":\"a\",\"choices\":[1,{\"index\":0,\"delta\":{}}]}",
                "{\"id\":\"a\",\"choices\":[1,{\"index\":0,\"delta\":{]}}]}",
                "{\"id\":\"a\",\"choices\":[1,2],\"usage\":{\"total\":3}}",
                "{\"id\":\"a\",\"choices\":[1],\"usage\":{\"total\":3}  }",
                "[DONE]",
                "{\"id\":\"a\",\"choices\":[1]}");

        int[] paddings = Spelling.COMPACT.paddings(texts);

        assertThat(paddings).containsExactly(0, 0, -1, 0, 2, -1, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1   } | 3",
                "{\"a\":[1 ]} | -1",
                "[1  ]          | 2",
                "{\"a\":1} ' ' | -1",
                "{  }           | -1",
            })
    void countsTheSpacesBeforeTheLastBracket(String text, int expected) {
        assertThat(Spelling.COMPACT.padding(text)).isEqualTo(expected);
    }

    @Test
    void findsTheEscapesOfOtherWriters() {
        Escapes go = Escapes.of("\\u003c \\u003e \\u0026 \\u2028", false);
        Escapes python = Escapes.of("\\u0080-\\uffff", false);
        Escapes php = Escapes.of("\\/ \\u0080-\\uffff", false);
        Escapes dotnet = Escapes.of("\\u0022 \\u003C \\u007F-\\uFFFF", true);
        Json text = new Json.JsonString("<é/\"\u2028😀>");

        assertThat(text.write(new Spelling(WhiteSpace.NONE, go))).isEqualTo("\"\\u003cé/\\\"\\u2028😀\\u003e\"");
        assertThat(text.write(new Spelling(WhiteSpace.NONE, python)))
                .isEqualTo("\"<\\u00e9/\\\"\\u2028\\ud83d\\ude00>\"");
        assertThat(text.write(new Spelling(WhiteSpace.NONE, php)))
                .isEqualTo("\"<\\u00e9\\/\\\"\\u2028\\ud83d\\ude00>\"");
        assertThat(text.write(new Spelling(WhiteSpace.NONE, dotnet)))
                .isEqualTo("\"\\u003C\\u00E9/\\u0022\\u2028\\uD83D\\uDE00>\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\\", "\\x", "\\u12", "\\u123g", "/", "\\/ ", "\\u0041-", "\\u0041-\\u00"})
    void refusesWhatIsNoEscape(String text) {
        assertThatThrownBy(() -> Escapes.of(text, false)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String spoil(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int until = Math.min(text.length(), at + random.nextInt(3));
        int from = random.nextInt(SPICE.length());
        return text.substring(0, at)
                + SPICE.substring(from, Math.min(SPICE.length(), from + random.nextInt(3)))
                + text.substring(until);
    }

    private static boolean comesBack(String text, Spelling spelling) {
        try {
            return Json.parse(text).write(spelling).equals(text);
        } catch (JsonSyntaxException noJson) {
            return false;
        }
    }
}
