package io.reprise.cli.verify;

import io.reprise.core.exchange.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Keeps to what upstreams say of when to ask again. What one says to a request counts for all requests to it. */
public final class Waits {
    /** Sleeps; tests do not. */
    public interface Sleep {
        void until(Instant time) throws InterruptedException;
    }

    private static final long LONGEST_SECONDS = 100_000_000;

    private final Supplier<Instant> clock;
    private final Sleep sleep;
    private final Map<String, Instant> notBefore = new ConcurrentHashMap<>();

    public Waits(Supplier<Instant> clock, Sleep sleep) {
        this.clock = clock;
        this.sleep = sleep;
    }

    /** Those of this machine. */
    public static Waits ofMachine() {
        return new Waits(Instant::now, time -> {
            for (Duration left = Duration.between(Instant.now(), time);
                    left.toMillis() > 0;
                    left = Duration.between(Instant.now(), time)) {
                Thread.sleep(left.toMillis());
            }
        });
    }

    /** Nobody asks this upstream before so much time has passed. */
    void pause(String upstream, Duration time) {
        notBefore.merge(upstream, clock.get().plus(time), (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Waits until this upstream may be asked. */
    void await(String upstream) throws InterruptedException {
        Instant time = notBefore.get(upstream);
        if (time != null && time.isAfter(clock.get())) {
            sleep.until(time);
        }
    }

    /** How long an answer asks to wait (RFC 9110, 10.2.3); empty if it does not say so. */
    Optional<Duration> asked(Headers answer) {
        Optional<Duration> millis =
                answer.first("retry-after-ms").flatMap(Waits::number).map(Duration::ofMillis);
        return millis.or(() -> answer.first("retry-after")
                .flatMap(text -> number(text).map(Duration::ofSeconds).or(() -> date(text))));
    }

    private static Optional<Long> number(String text) {
        return text.strip().matches("[0-9]{1,9}(\\.[0-9]{1,9})?")
                ? Optional.of(Math.min(LONGEST_SECONDS, (long) Math.ceil(Double.parseDouble(text.strip()))))
                : Optional.empty();
    }

    private Optional<Duration> date(String text) {
        try {
            Instant time = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip()));
            Duration left = Duration.between(clock.get(), time);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
