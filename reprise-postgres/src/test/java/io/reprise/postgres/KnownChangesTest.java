package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.key.Key;
import io.reprise.postgres.KnownChanges.State;
import org.junit.jupiter.api.Test;

class KnownChangesTest {
    private static final Key ONE = new Key("1".repeat(64));
    private static final Key OTHER = new Key("2".repeat(64));

    private long nanos;
    private long millis;
    private final KnownChanges known = new KnownChanges(() -> nanos, () -> millis);

    @Test
    void aSearchIsCurrentUntilItsQuestionChanges() {
        known.setUpToDate();
        long since = known.now();

        known.changed(OTHER);
        assertThat(known.state(ONE, since)).isEqualTo(State.CURRENT);

        known.changed(ONE);
        assertThat(known.state(ONE, since)).isEqualTo(State.OUTDATED);
        assertThat(known.state(ONE, known.now())).isEqualTo(State.CURRENT);
    }

    @Test
    void nothingIsSaidAfterALongSilence() {
        long since = known.now();
        assertThat(known.state(ONE, since)).isEqualTo(State.UNKNOWN);

        known.setUpToDate();
        assertThat(known.state(ONE, since)).isEqualTo(State.CURRENT);

        nanos += 2_000_000_000L;
        assertThat(known.state(ONE, since)).isEqualTo(State.UNKNOWN);

        known.setUpToDate();
        known.setOutOfDate();
        assertThat(known.state(ONE, since)).isEqualTo(State.UNKNOWN);
    }

    @Test
    void whatIsForgottenIsAskedFor() {
        known.setUpToDate();
        long since = known.now();

        known.forgetAll();

        assertThat(known.state(ONE, since)).isEqualTo(State.UNKNOWN);
        assertThat(known.state(ONE, known.now())).isEqualTo(State.CURRENT);
    }

    /** The changes of that time may have been deleted before they were read, as after a suspend or a lost connection. */
    @Test
    void nothingOfBeforeIsCurrentAfterAGapInWhichChangesAreDeleted() {
        known.setUpToDate();
        long since = known.now();
        millis += 1_700_000;
        known.setUpToDate();
        assertThat(known.state(ONE, since)).isEqualTo(State.CURRENT);

        millis += 3_700_000;
        known.setUpToDate();

        assertThat(known.state(ONE, since)).isEqualTo(State.UNKNOWN);
        assertThat(known.state(ONE, known.now())).isEqualTo(State.CURRENT);
    }

    @Test
    void forgetsTheOldestOfVeryManyChanges() {
        known.setUpToDate();
        long since = known.now();
        known.changed(ONE);
        for (int i = 0; i < 100_000; i++) {
            known.changed(new Key(String.format("%064x", i)));
        }

        assertThat(known.state(ONE, since)).isEqualTo(State.UNKNOWN);
        assertThat(known.state(OTHER, since)).isEqualTo(State.UNKNOWN);
        assertThat(known.state(ONE, known.now())).isEqualTo(State.CURRENT);
    }

    @Test
    void knowsItsOwnChangesOnce() {
        known.writes(7);
        known.writes(8);
        known.writesNot(8);

        assertThat(known.isOwn(7)).isTrue();
        assertThat(known.isOwn(7)).isFalse();
        assertThat(known.isOwn(8)).isFalse();
    }
}
