package io.reprise.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "*, gpt-4, true",
        "gpt-*, gpt-, true",
        "gpt-*, GPT-4, false",
        "gpt-*, my-gpt-4, false",
        "*-mini, gpt-mini, true",
        "a*a, a, false",
        "a*b*c, abc, true",
        "a*b*c, acb, false",
        "a**c, ac, true",
        "'', '', true",
        "'', a, false",
        "a.c, abc, false",
        "'\\E*', '\\Ex', true",
    })
    void takesAStarForAnyText(String pattern, String text, boolean isMatch) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(isMatch);
    }

    @Test
    void takesAStarForLineEndsToo() {
        assertThat(new Glob("a*b").matches("a\nb")).isTrue();
    }

    @Test
    void agreesWithARegularExpressionOnRandomTexts() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab*", 6);
            String text = text(random, "ab", 8);
            boolean isMatch = Pattern.matches(pattern.replace("*", ".*"), text);

            assertThat(new Glob(pattern).matches(text))
                    .as("seed %d: '%s' on '%s'", seed, pattern, text)
                    .isEqualTo(isMatch);
        }
    }

    @Test
    void neverTriesAPlaceTwice() {
        Glob glob = new Glob("*a".repeat(1_000) + "b");

        assertThat(glob.matches("a".repeat(100_000))).isFalse();
    }

    private static String text(Random random, String alphabet, int longest) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(longest + 1); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
