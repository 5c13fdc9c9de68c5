package io.reprise.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OccurrencesTest {
    private static final TestId TEST = new TestId("a");
    private static final Key KEY = new Key("0".repeat(64));

    private static List<OptionalInt> ask(Occurrences occurrences, int available, int times) {
        List<OptionalInt> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(next(occurrences, TEST, available, false));
        }
        return answers;
    }

    private static List<OptionalInt> turns(int... turns) {
        return java.util.Arrays.stream(turns)
                .mapToObj(turn -> turn < 0 ? OptionalInt.empty() : OptionalInt.of(turn))
                .toList();
    }

    @Test
    void repeatTheLastOneWhenAllAreGiven() {
        assertThat(ask(new Occurrences(Repeat.LAST), 2, 4)).isEqualTo(turns(0, 1, 1, 1));
    }

    @Test
    void beginAgainWhenTheyCycle() {
        assertThat(ask(new Occurrences(Repeat.CYCLE), 2, 5)).isEqualTo(turns(0, 1, 0, 1, 0));
    }

    @Test
    void endWhenNothingIsToRepeat() {
        assertThat(ask(new Occurrences(Repeat.MISS), 2, 3)).isEqualTo(turns(0, 1, -1));
    }

    @Test
    void answerARetryAsBefore() {
        Occurrences occurrences = new Occurrences(Repeat.LAST);
        ask(occurrences, 3, 2);

        assertThat(next(occurrences, TEST, 3, true)).hasValue(1);
        assertThat(next(occurrences, TEST, 3, false)).hasValue(2);
    }

    @Test
    void answerARetryThatNothingCameBeforeAsTheFirst() {
        assertThat(next(new Occurrences(Repeat.LAST), TEST, 3, true)).hasValue(0);
    }

    @Test
    void startOverForOneTestOnly() {
        Occurrences occurrences = new Occurrences(Repeat.LAST);
        TestId other = new TestId("b");
        ask(occurrences, 3, 2);
        next(occurrences, other, 3, false);

        occurrences.startOver(TEST);

        assertThat(next(occurrences, TEST, 3, false)).hasValue(0);
        assertThat(next(occurrences, other, 3, false)).hasValue(1);
    }

    @Test
    void replaceEarlierRunsWithTheFirstOfARunOnly() {
        Occurrences occurrences = new Occurrences(Repeat.LAST);

        assertThat(record(occurrences, true, false)).isEqualTo(new Position.First());
        assertThat(record(occurrences, true, false)).isEqualTo(new Position.Next());

        occurrences.startOver(TEST);

        assertThat(record(occurrences, true, false)).isEqualTo(new Position.First());
    }

    @Test
    void appendToWhatStays() {
        assertThat(record(new Occurrences(Repeat.MISS), false, false)).isEqualTo(new Position.Next());
    }

    @Test
    void keepARetryInThePlaceOfWhatItRepeats() {
        Occurrences occurrences = new Occurrences(Repeat.LAST);
        record(occurrences, true, false);

        assertThat(record(occurrences, true, true)).isEqualTo(new Position.At(1));
    }

    @Test
    void keepARetryOfAnAttemptThatWasNotKeptAfterTheOthers() {
        Occurrences occurrences = new Occurrences(Repeat.LAST);
        record(occurrences, true, false);
        occurrences.attempt(TEST, KEY, false);

        assertThat(record(occurrences, true, true)).isEqualTo(new Position.Next());
    }

    @Test
    void beginWithTheNextAnswerWhereTheFirstCouldNotBeKept() {
        Occurrences occurrences = new Occurrences(Repeat.LAST);
        occurrences.attempt(TEST, KEY, false);
        occurrences.notKept(TEST, KEY, occurrences.toKeep(TEST, KEY, true));

        assertThat(record(occurrences, true, false)).isEqualTo(new Position.First());
    }

    @Test
    void goOnBehindWhatWasRecorded() {
        Occurrences occurrences = new Occurrences(Repeat.MISS);
        record(occurrences, false, false);

        assertThat(next(occurrences, TEST, 1, false)).isEmpty();
        assertThat(next(occurrences, TEST, 2, false)).hasValue(1);
    }

    /** Keeps an answer as the occurrence that a store without others would give it. */
    private static Position record(Occurrences occurrences, boolean replacesEarlierRuns, boolean isRetry) {
        occurrences.attempt(TEST, KEY, isRetry);
        Position position = occurrences.toKeep(TEST, KEY, replacesEarlierRuns);
        occurrences.kept(TEST, KEY, 1);
        return position;
    }

    @Test
    void givesAgainWhatTheClientDidNotGet() {
        Occurrences occurrences = new Occurrences(Repeat.LAST);
        next(occurrences, TEST, 3, false);
        next(occurrences, TEST, 3, false);
        occurrences.takeBack(TEST, KEY);

        OptionalInt retried = next(occurrences, TEST, 3, true);

        assertThat(retried).hasValue(1);
        assertThat(next(occurrences, TEST, 3, true)).hasValue(1);
        assertThat(next(occurrences, TEST, 3, false)).hasValue(2);
    }

    private static OptionalInt next(Occurrences occurrences, TestId test, int available, boolean isRetry) {
        return occurrences.next(test, KEY, available, isRetry).stream()
                .mapToInt(Turn::recording)
                .findFirst();
    }
}
