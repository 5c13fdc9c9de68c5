package io.reprise.formats.llamastack.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.formats.CountedText;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expressions of llama-stack find what they find in Python, in time that grows with the text and no faster. */
class HashedTextTest {
    /** As llama-stack has them. */
    private static final Pattern ATTRIBUTES = Pattern.compile(
            ",?[\\s\\x1c-\\x1f]*attributes:[\\s\\x1c-\\x1f]*\\{[^}]*\\}", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern LONG_DECIMAL = Pattern.compile("-?\\d+\\.\\d{4,}", Pattern.UNICODE_CHARACTER_CLASS);

    private static final List<String> PIECES = List.of(
            ",",
            " ",
            "\t",
            "\u001d",
            "\u00a0",
            "\n",
            "attributes:",
            "attributes",
            "{",
            "}",
            "a",
            "\"",
            "-",
            ".",
            "1",
            "23",
            "4567",
            "\u0664",
            "\ud835\udfd8",
            "\ud83d\ude00");

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(24); left > 0; left--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())).repeat(1 + random.nextInt(2)));
        }
        return text.toString();
    }

    @Test
    void findsWhatTheirExpressionsFind() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            String text = text(random);

            assertThat(HashedBody.withoutAttributes(text))
                    .as("seed %d, '%s'", seed, text)
                    .isEqualTo(ATTRIBUTES.matcher(text).replaceAll(""));
            assertThat(HashedBody.LONG_DECIMAL.matcher(text).replaceAll("<$0>"))
                    .as("seed %d, '%s'", seed, text)
                    .isEqualTo(LONG_DECIMAL.matcher(text).replaceAll("<$0>"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", ", ", "attributes:{", " attributes: ", ",,", "attributes: {} ", "1", "-1", "1.2", "1.23456"
            })
    void looksAtEachCharacterAFewTimes(String piece) {
        for (String begin : List.of("", ",", "}")) {
            for (String end : List.of("", "}", "x", ".", ".12345")) {
                String text = begin + piece.repeat(20_000) + end;
                CountedText ofAttributes = new CountedText(text);
                CountedText ofDecimals = new CountedText(text);

                HashedBody.withoutAttributes(ofAttributes);
                HashedBody.LONG_DECIMAL.matcher(ofDecimals).replaceAll("");

                assertThat(ofAttributes.looks()).isLessThan(30L * text.length());
                assertThat(ofDecimals.looks()).isLessThan(30L * text.length());
            }
        }
    }
}
