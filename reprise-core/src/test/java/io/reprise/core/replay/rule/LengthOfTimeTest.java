package io.reprise.core.replay.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthOfTimeTest {
    @ParameterizedTest
    @CsvSource({"300ms, PT0.3S", "1.5s, PT1.5S", "5m, PT5M", "5min, PT5M", "24h, PT24H", "7us, PT0.000007S", "0ns, PT0S"
    })
    void readsANumberWithItsUnit(String text, Duration length) {
        assertThat(LengthOfTime.parse(text)).contains(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "ms", "-1s", "1 s", "1d", "1e3s", "1.s"})
    void findsNoneInOtherTexts(String text) {
        assertThat(LengthOfTime.parse(text)).isEmpty();
    }

    @Test
    void isNeverLongerThanCanBeCounted() {
        assertThat(LengthOfTime.parse("9".repeat(18) + "h")).contains(Duration.ofNanos(Long.MAX_VALUE));
    }
}
