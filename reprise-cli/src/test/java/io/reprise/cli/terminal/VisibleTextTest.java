package io.reprise.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTextTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            plain text, ä 你好 👩‍👧  => plain text, ä 你好 👩‍👧
            \\u001b[31mred          => ␛[31mred
            \\u001b]52;c;aGk=\\u0007 => ␛]52;c;aGk=␇
            \\u009b2J               => <U+009B>2J
            over\\u000dwritten          => over␍written
            back\\u0008             => back␈
            \\u007f                 => ␡
            a\\u202eb               => a<U+202E>b
            a\\u2066b               => a<U+2066>b
            a\\u200bb               => a<U+200B>b
            a\\u2028b               => a<U+2028>b
            \\ud800x                => \ufffdx
            """)
    void showsWhatWouldControlATerminal(String text, String shown) {
        assertThat(VisibleText.of(decoded(text))).isEqualTo(shown);
    }

    @Test
    void keepsLinesAndTabs() {
        assertThat(VisibleText.of("a\r\nb\tc\n")).isEqualTo("a\nb\tc\n");
        assertThat(VisibleText.line("a\r\nb\tc")).isEqualTo("a b c");
    }

    @Test
    void keepsAFewCombiningMarksOfThousands() {
        assertThat(VisibleText.of("e" + "\u0301".repeat(5_000) + "!")).isEqualTo("e" + "\u0301".repeat(8) + "…!");
    }

    @Test
    void leavesNoControlCharacterInAnyText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(30, 0, 0x300).forEach(c -> text.append((char) c));

            assertThat(VisibleText.of(text.toString()).chars())
                    .as("seed %d", seed)
                    .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
        }
    }

    private static String decoded(String text) {
        return Pattern.compile("\\\\u([0-9a-f]{4})")
                .matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }
}
