package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class RecordedDayTest {
    @Test
    void isThatOfUtc() {
        assertThat(RecordedDay.of(Instant.parse("2025-06-15T23:59:59.9Z"))).contains(LocalDate.of(2025, 6, 15));
        assertThat(RecordedDay.ofSeconds(-1)).contains(LocalDate.of(1969, 12, 31));
    }

    @Test
    void isNoneOfATimeBeyondTheCalendar() {
        assertThat(RecordedDay.of(Instant.MAX)).isEmpty();
        assertThat(RecordedDay.of(Instant.MIN)).isEmpty();
        assertThat(RecordedDay.ofSeconds(Long.MAX_VALUE)).isEmpty();
    }
}
