package io.reprise.server.control.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.server.control.WrongRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleEndsTest {
    private Instant now = Instant.parse("2026-11-27T10:00:00Z");
    private final List<Runnable> waiting = new ArrayList<>();
    private final RuleEnds ends = new RuleEnds(() -> now, (delay, task) -> waiting.add(task));

    @ParameterizedTest
    @CsvSource({"1ms, PT0.001S", "30s, PT30S", "5m, PT5M", "5min, PT5M", "1.5h, PT90M", "24h, PT24H"})
    void aLengthOfTimeHasItsUnit(String text, Duration length) {
        assertThat(ends.after(text)).isEqualTo(now.plus(length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "0s", "-5m", "5 m", "5M", "25h", "999999999h", "1d", "forever", "5m\n", "0.1ms"})
    void whatIsNoLengthOfTimeIsRefused(String text) {
        assertThatThrownBy(() -> ends.after(text))
                .isInstanceOf(WrongRequestException.class)
                .hasMessageContaining("such as 30s, 5m or 1h, not '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10:05", "2026-11-27T10:00:00Z", "2026-11-28T10:00:01Z", "2026-11-27", "5m"})
    void aMomentThatIsNotInTheNextDayIsRefused(String text) {
        assertThatThrownBy(() -> ends.at(text))
                .isInstanceOf(WrongRequestException.class)
                .hasMessageContaining("such as 2026-11-27T10:05:00Z, not '");
        assertThat(ends.at("2026-11-28T10:00:00Z")).isEqualTo(Instant.parse("2026-11-28T10:00:00Z"));
    }

    @Test
    void aRuleIsOverAtItsEndAndNotBefore() {
        Object rule = new Object();
        List<String> swept = new ArrayList<>();
        Runnable sweep = () -> swept.add("swept");
        ends.set(Map.of(rule, ends.after("5m")), sweep);

        now = now.plus(Duration.ofMinutes(4));
        waiting.remove(0).run(); // as if the clock was set back while the timer ran

        assertThat(ends.isOver(rule)).isFalse();
        assertThat(swept).isEmpty();

        now = now.plus(Duration.ofMinutes(1));
        waiting.remove(0).run();

        assertThat(ends.isOver(rule)).isTrue();
        assertThat(swept).containsExactly("swept");
        assertThat(waiting).isEmpty();
    }

    @Test
    void rulesThatAreGoneAreForgotten() {
        Object kept = new Object();
        Object gone = new Object();
        ends.set(Map.of(kept, ends.after("5m"), gone, ends.after("5m")), () -> {});

        ends.keepOnly(List.of(kept));

        assertThat(ends.of(kept)).isPresent();
        assertThat(ends.of(gone)).isEmpty();
    }
}
