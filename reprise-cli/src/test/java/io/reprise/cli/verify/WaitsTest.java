package io.reprise.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final List<Instant> slept = new ArrayList<>();
    private final Waits waits = new Waits(() -> NOW, slept::add);

    @Test
    void readsHowLongToWait() {
        assertThat(waits.asked(Headers.of("retry-after", "7"))).contains(Duration.ofSeconds(7));
        assertThat(waits.asked(Headers.of("retry-after", "1.5"))).contains(Duration.ofSeconds(2));
        assertThat(waits.asked(Headers.of("retry-after", "7", "retry-after-ms", "250")))
                .contains(Duration.ofMillis(250));
        assertThat(waits.asked(Headers.of("retry-after", "Fri, 27 Nov 2026 12:00:30 GMT")))
                .contains(Duration.ofSeconds(30));
        assertThat(waits.asked(Headers.of("retry-after", "Fri, 27 Nov 2020 12:00:30 GMT")))
                .contains(Duration.ZERO);
        assertThat(waits.asked(Headers.of("retry-after", "soon"))).isEmpty();
        assertThat(waits.asked(Headers.NONE)).isEmpty();
    }

    @Test
    void waitsForTheLatestTimeOfAnUpstream() throws InterruptedException {
        waits.pause("one", Duration.ofSeconds(5));
        waits.pause("one", Duration.ofSeconds(2));

        waits.await("one");
        waits.await("other");

        assertThat(slept).containsExactly(NOW.plusSeconds(5));
    }

    @Test
    void waitsNotForWhatIsOver() throws InterruptedException {
        waits.pause("one", Duration.ZERO);

        waits.await("one");

        assertThat(slept).isEmpty();
    }
}
