package io.reprise.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegularExpressionTest {
    private static final String LONG_TEXT = "ab".repeat(40_000);

    @Test
    void findsAndReplacesAsJavaDoes() {
        RegularExpression runs = RegularExpression.of("run-([0-9]+)");
        List<String> found = new ArrayList<>();

        runs.search().forEach("run-1, run-22", match -> found.add(match.group(1)));

        assertThat(found).containsExactly("1", "22");
        assertThat(runs.search().replaceAll("a run-1 b", "<$1>")).isEqualTo("a <1> b");
        assertThat(runs.search().replaceAll("none", "x")).isEqualTo("none");
        assertThat(runs.search().isIn("a run-1 b")).isTrue();
        assertThat(runs.search().isIn("a RUN-1 b")).isFalse();
        assertThat(RegularExpression.ignoringCase("run-[0-9]").search().isIn("a RUN-1 b"))
                .isTrue();
    }

    @Test
    void saysWhatIsWrongWithAnExpression() {
        assertThatThrownBy(() -> RegularExpression.of("a(b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'a(b' is not a regular expression: Unclosed group, at character 4");
        assertThatThrownBy(() -> RegularExpression.of("(".repeat(100_000) + ")".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotUseUpTheStackOfItsThread() {
        RegularExpression expression = RegularExpression.of("(?:a|b)*c");

        assertThatThrownBy(() -> expression.search().isIn(LONG_TEXT))
                .isInstanceOf(PatternLimitException.class)
                .hasMessageContaining("(?:a|b)*c")
                .hasMessageContaining("80000 characters");
    }

    @Test
    void endsWhereItWouldTryEachWayToReadAText() {
        RegularExpression expression = RegularExpression.of("a*a*a*b");

        assertThatThrownBy(() -> expression.search().replaceAll("a".repeat(1_000), "x"))
                .isInstanceOf(PatternLimitException.class)
                .hasMessageContaining("a*a*a*b");
    }

    @Test
    void countsTheStepsOfAllTextsOfASearchTogether() {
        RegularExpression.Search search = RegularExpression.of("a*a*a*b").search();

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        search.isIn("a".repeat(100));
                    }
                })
                .isInstanceOf(PatternLimitException.class);
    }

    @Test
    void hasStepsEnoughForLongTextsThatAreReadOnce() {
        RegularExpression expression = RegularExpression.of("(?<![0-9])(?:Mon|Tue|Wed|Thu|Fri)[a-z]{0,6}, [0-9]+");

        assertThat(expression.search().isIn("Monday, Tuesday ".repeat(300_000))).isFalse();
    }
}
