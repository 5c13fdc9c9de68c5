package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingSyntaxTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "4096,4096",
        "10b,10",
        "1k,1024",
        "64KiB,65536",
        "10MB,10000000",
        "10 MiB,10485760",
        "1G,1073741824"
    })
    void sizesHaveUnits(String text, long bytes) {
        assertThat(SettingSyntax.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "500ms,500", "10s,10000", "2m,120000", "2 min,120000", "1h,3600000"})
    void timesHaveUnits(String text, long millis) {
        assertThat(SettingSyntax.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "05", " 5 "})
    void aTimeWithoutAUnitIsNoTime(String text) {
        for (Function<String, Duration> reading :
                List.<Function<String, Duration>>of(SettingSyntax::duration, SettingSyntax::timeout)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reading.apply(text))
                    .withMessageStartingWith("'" + text + "' has no unit; write " + text.strip() + "s for seconds");
        }
    }

    @Test
    void noTimeIsLongerThanTimersCount() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingSyntax.duration("481h"))
                .withMessage("'481h' is longer than 20 days");
    }
}
