package io.reprise.formats.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.formats.CountedText;
import io.reprise.formats.yaml.LineSeparators.Separator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The expressions for separators of lines find the same as simple ones, in time that grows with the text and no faster. */
class LineSeparatorsTest {
    private static final Separator SEPARATOR = new Separator("\u2028", "\\L", List.of("E", "A", "O"));

    private static String text(Random random, String characters) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(14); left > 0; left--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }

    @Test
    void findTheSameAsSimpleOnes() {
        Pattern simple = Pattern.compile(" *O(\n|$)|A\n");
        Pattern simpleEnd = Pattern.compile("[\u2028\u2029]+$");
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            String text = text(random, "  OA\nx");
            String separated = text(random, "\u2028\u2029\n\rx\u0085");

            assertThat(SEPARATOR.inLiteral().matcher(text).replaceAll("<>"))
                    .as("seed %d, '%s'", seed, text)
                    .isEqualTo(simple.matcher(text).replaceAll("<>"));
            assertThat(LineSeparators.SEPARATORS_AT_END.matcher(separated).replaceFirst("<>"))
                    .as("seed %d, '%s'", seed, separated)
                    .isEqualTo(simpleEnd.matcher(separated).replaceFirst("<>"));
        }
    }

    @Test
    void lookAtEachCharacterAFewTimes() {
        CountedText spaces = new CountedText("a" + " ".repeat(100_000) + "b\nO\n" + " ".repeat(100_000) + "O");
        CountedText separators = new CountedText("\u2028".repeat(200_000) + "b");

        SEPARATOR.inLiteral().matcher(spaces).replaceAll("");
        LineSeparators.SEPARATORS_AT_END.matcher(separators).replaceFirst("");

        assertThat(spaces.looks()).isLessThan(20L * spaces.length());
        assertThat(separators.looks()).isLessThan(20L * separators.length());
    }
}
