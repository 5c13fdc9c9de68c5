package io.reprise.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaxAgeTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 9, 1);

    @ParameterizedTest
    @CsvSource({"30d,30", "1d,1", "4w,28", "1y,365", "' 30 D ',30", "36500d,36500", "2 weeks,14", "1 day,1"})
    void readsDaysWeeksAndYears(String text, int days) {
        assertThat(MaxAge.parse(text)).contains(new MaxAge(days));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "OFF", " off "})
    void knowsThatThereNeedBeNone(String text) {
        assertThat(MaxAge.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "0d", "-1d", "1.5d", "12h", "30m", "d", "36501d", "999999999y", "for ever", "3\n0d"})
    void saysWhatWouldBeOne(String text) {
        assertThatThrownBy(() -> MaxAge.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*(write|from 1d to).*");
    }

    @Test
    void isWrittenAsItIsRead() {
        assertThat(MaxAge.parse(new MaxAge(30).toString())).contains(new MaxAge(30));
    }

    @Test
    void aRecordingIsTooOldWhenItIsOlder() {
        Optional<LocalDate> day = Optional.of(FIRST);

        assertThat(Expired.of("x.json", day, new MaxAge(30), FIRST.plusDays(30)))
                .isEmpty();
        assertThat(Expired.of("x.json", day, new MaxAge(30), FIRST.plusDays(31)))
                .contains(new Expired("x.json", FIRST, 31, new MaxAge(30)));
        assertThat(Expired.of("x.json", day, new MaxAge(30), FIRST.minusDays(400)))
                .isEmpty();
        assertThat(Expired.of("x.json", Optional.empty(), new MaxAge(1), FIRST)).isEmpty();
    }

    @Test
    void saysHowOldARecordingIs() {
        assertThat(new Expired("x.json", FIRST, 31, new MaxAge(30)).words())
                .isEqualTo("was recorded on 2026-09-01, 31 days ago; max-age is 30d");
    }
}
