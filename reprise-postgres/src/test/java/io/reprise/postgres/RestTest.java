package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RestTest {
    private final AtomicLong now = new AtomicLong();
    private final Rest rest = new Rest(now::get);

    @Test
    void letsAllTryUntilOneFails() {
        assertThat(rest.mayTry()).isTrue();
        assertThat(rest.mayTry()).isTrue();
        rest.failed();
        assertThat(rest.mayTry()).isFalse();
    }

    @Test
    void letsOneTryAfterASecond() {
        rest.failed();
        now.addAndGet(1_000_000_000L);
        assertThat(rest.mayTry()).isTrue();
        assertThat(rest.mayTry()).isFalse();
        rest.failed();
        assertThat(rest.mayTry()).isFalse();
        now.addAndGet(1_000_000_000L);
        assertThat(rest.mayTry()).isTrue();
        rest.worked();
        assertThat(rest.mayTry()).isTrue();
        assertThat(rest.mayTry()).isTrue();
    }
}
