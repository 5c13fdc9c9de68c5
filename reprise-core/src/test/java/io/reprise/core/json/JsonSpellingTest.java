package io.reprise.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(JsonSpelling.isOf(text, Layout.COMPACT)).isTrue();
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
        assertThat(JsonSpelling.isOf(text, Layout.COMPACT)).isFalse();
    }

    @Test
    void agreesWithParsingAndWritingOnRandomTexts() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        RandomJson values = new RandomJson(seed);
        for (int i = 0; i < 20_000; i++) {
            Json value = values.value(4);
            Layout written = random.nextBoolean() ? Layout.COMPACT : Layout.SPACED;
            String text = random.nextInt(4) == 0 ? values.respell(value) : value.write(written);
            String spoilt = random.nextBoolean() ? text : spoil(text, random);

            for (Layout layout : new Layout[] {Layout.COMPACT, Layout.SPACED}) {
                assertThat(JsonSpelling.isOf(spoilt, layout))
                        .as("%s of %s, seed %d", layout, spoilt, seed)
                        .isEqualTo(comesBack(spoilt, layout));
            }
        }
    }

    private static String spoil(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int until = Math.min(text.length(), at + random.nextInt(3));
        int from = random.nextInt(SPICE.length());
        return text.substring(0, at)
                + SPICE.substring(from, Math.min(SPICE.length(), from + random.nextInt(3)))
                + text.substring(until);
    }

    private static boolean comesBack(String text, Layout layout) {
        try {
            return Json.parse(text).write(layout).equals(text);
        } catch (JsonSyntaxException noJson) {
            return false;
        }
    }
}
