package io.reprise.server.control.rule;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.replay.rule.LengthOfTime;
import io.reprise.server.control.WrongRequestException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** When those rules end that hold for a limited time. A rule is known by its identity. Safe for use by several threads. */
final class RuleEnds {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Runs a task after some time. */
    interface Timer {
        /** Runs tasks on a thread of the JDK that does not keep the process alive. */
        Timer OF_JDK = (delay, task) -> CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(task);

        void after(Duration delay, Runnable task);
    }

    private final InstantSource clock;
    private final Timer timer;
    private final IdentityHashMap<Object, Instant> ends = new IdentityHashMap<>();

    RuleEnds(InstantSource clock, Timer timer) {
        this.clock = clock;
        this.timer = timer;
    }

    /**
     * The end of a rule that begins now and holds for {@code text}, such as {@code 5m}.
     *
     * @throws WrongRequestException if it is not a time from 1 ms to 1 day
     */
    Instant after(String text) {
        Duration length = LengthOfTime.parse(text)
                .filter(time -> time.toMillis() > 0 && time.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> new WrongRequestException(
                        "the member 'for' must be a length of time up to 24h, such as 30s, 5m or 1h, not "
                                + Quoted.of(text)));
        return clock.instant().plusMillis(length.toMillis());
    }

    /**
     * A moment that a client names.
     *
     * @throws WrongRequestException if it is not a time of the next day in RFC 3339
     */
    Instant at(String text) {
        try {
            Instant end = Instant.parse(text);
            if (end.isAfter(clock.instant()) && !end.isAfter(clock.instant().plus(LONGEST))) {
                return end;
            }
        } catch (DateTimeParseException wrong) {
            // said below, with an example
        }
        throw new WrongRequestException("the member 'ends_at' must be a time within the next 24 hours, such as "
                + clock.instant().plus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.SECONDS)
                + ", not " + Quoted.of(text));
    }

    Optional<Instant> of(Object rule) {
        synchronized (ends) {
            return Optional.ofNullable(ends.get(rule));
        }
    }

    /**
     * Has rules end.
     *
     * @param sweep is called when one has; it is not kept from being garbage, so that rules do not keep a server that has stopped
     */
    void set(Map<?, Instant> some, Runnable sweep) {
        synchronized (ends) {
            some.forEach(ends::put);
        }
        WeakReference<Runnable> weak = new WeakReference<>(sweep);
        Set.copyOf(some.values()).forEach(end -> arm(end, weak));
    }

    private void arm(Instant end, WeakReference<Runnable> sweep) {
        Duration left = Duration.between(clock.instant(), end);
        timer.after(left.isNegative() ? Duration.ZERO : left.plusMillis(1), () -> {
            Runnable task = sweep.get();
            if (task == null) {
                return;
            }
            if (end.isAfter(clock.instant())) { // the clock was set back
                arm(end, sweep);
            } else {
                task.run();
            }
        });
    }

    /** Whether the rule has come to its end. */
    boolean isOver(Object rule) {
        return of(rule).filter(end -> !end.isAfter(clock.instant())).isPresent();
    }

    /** Forgets all rules but these. */
    void keepOnly(Collection<?> rules) {
        Set<Object> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(rules);
        synchronized (ends) {
            ends.keySet().removeIf(rule -> !kept.contains(rule));
        }
    }
}
