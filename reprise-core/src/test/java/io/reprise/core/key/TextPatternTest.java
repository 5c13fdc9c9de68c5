package io.reprise.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.pattern.RegularExpression;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPatternTest {
    @ParameterizedTest
    @CsvSource({"a, /a/", "a/b, /a\\/b/", "\\d/\\\\, /\\d\\/\\\\/", "\\/, /\\//", "[\\]/], /[\\]\\/]/"})
    void isAnExpressionBetweenSlashesThatAreEscapedWithinIt(String expression, String text) {
        assertThat(new TextPattern.Regex(RegularExpression.of(expression))).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"/a\\/b/, a/b", "/\\d+\\/\\\\/, \\d+/\\\\", "/\\//, /"})
    void hasItsOwnSlashesUnescaped(String text, String expression) {
        assertThat(TextPattern.parse(text)).isEqualTo(new TextPattern.Regex(RegularExpression.of(expression)));
    }
}
