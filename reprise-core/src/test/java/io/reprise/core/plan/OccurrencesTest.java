package io.reprise.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Key;
import io.reprise.core.plan.Match.Origin;
import io.reprise.core.plan.Occurrences.Asker;
import io.reprise.core.plan.Occurrences.Available;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OccurrencesTest {
    private static final int MOST = 100_000;

    private static final int NOTHING = -1;
    private static final Key KEY = new Key("0".repeat(64));
    private static final Asker ASKER = asker("a");

    private final Occurrences occurrences = of(Repeat.LAST);

    private static Occurrences of(Repeat repeat) {
        return new Occurrences(repeat, Sharing.ONE_CALL, MOST);
    }

    private static Asker asker(String test) {
        return new Asker(new TestId(test), new TestId(test), KEY);
    }

    /** The indexes of the recordings that answer. */
    private static List<Integer> ask(Occurrences occurrences, int available, int times) {
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(next(occurrences, available, false));
        }
        return answers;
    }

    private static int next(Occurrences occurrences, int available, boolean isRetry) {
        return index(occurrences.next(ASKER, Available.of(available), isRetry));
    }

    private static int index(Match match) {
        return match instanceof Match.Found found ? found.turn().recording() : NOTHING;
    }

    private static Origin origin(Match match) {
        return ((Match.Found) match).origin();
    }

    @Test
    void repeatTheLastOneWhenAllAreGiven() {
        assertThat(ask(occurrences, 2, 4)).containsExactly(0, 1, 1, 1);
    }

    @Test
    void beginAgainWhenTheyCycle() {
        assertThat(ask(of(Repeat.CYCLE), 2, 5)).containsExactly(0, 1, 0, 1, 0);
    }

    @Test
    void endWhenNothingIsToRepeat() {
        assertThat(ask(of(Repeat.MISS), 2, 3)).containsExactly(0, 1, NOTHING);
    }

    @Test
    void answerARetryAsBefore() {
        ask(occurrences, 3, 2);

        assertThat(next(occurrences, 3, true)).isEqualTo(1);
        assertThat(next(occurrences, 3, false)).isEqualTo(2);
    }

    @Test
    void answerARetryThatNothingCameBeforeAsTheFirst() {
        assertThat(next(occurrences, 3, true)).isZero();
    }

    @Test
    void answerTheRetryOfAnErrorWithTheNext() {
        Available errors = new Available(4, index -> index < 2);

        List<Integer> answers = new ArrayList<>();
        for (boolean isRetry : new boolean[] {false, true, true, true, false}) {
            answers.add(index(occurrences.next(ASKER, errors, isRetry)));
        }

        assertThat(answers).containsExactly(0, 1, 2, 2, 3);
    }

    @Test
    void answerTheRetriesOfSeveralClientsWithTheNext() {
        Available errors = new Available(6, index -> index == 1 || index == 2);

        assertThat(Arrays.asList(
                        index(occurrences.next(ASKER, errors, false)),
                        index(occurrences.next(ASKER, errors, false)),
                        index(occurrences.next(ASKER, errors, false)),
                        index(occurrences.next(ASKER, errors, false)),
                        index(occurrences.next(ASKER, errors, true)),
                        index(occurrences.next(ASKER, errors, true)),
                        index(occurrences.next(ASKER, errors, true))))
                .containsExactly(0, 1, 2, 3, 4, 5, 5);
    }

    @Test
    void repeatTheLastErrorForARetryThoughNothingIsToRepeat() {
        Occurrences ending = of(Repeat.MISS);
        Available errors = new Available(1, index -> true);

        assertThat(index(ending.next(ASKER, errors, false))).isZero();
        assertThat(index(ending.next(ASKER, errors, true))).isZero();
        assertThat(index(ending.next(ASKER, errors, false))).isEqualTo(NOTHING);
    }

    @Test
    void startOverForOneTestOnly() {
        ask(occurrences, 3, 2);
        occurrences.next(asker("b"), Available.of(3), false);

        occurrences.startOver(ASKER.test());

        assertThat(next(occurrences, 3, false)).isZero();
        assertThat(index(occurrences.next(asker("b"), Available.of(3), false))).isEqualTo(1);
    }

    @Test
    void takeTurnsForEachTestThoughTheRecordingsBelongToNone() {
        Asker one = new Asker(new TestId("a"), TestId.NONE, KEY);
        Asker other = new Asker(new TestId("b"), TestId.NONE, KEY);

        assertThat(index(occurrences.next(one, Available.of(2), false))).isZero();
        assertThat(index(occurrences.next(other, Available.of(2), false))).isZero();
        assertThat(index(occurrences.next(one, Available.of(2), false))).isEqualTo(1);
        assertThat(index(occurrences.next(other, Available.of(2), false))).isEqualTo(1);
    }

    @Test
    void replaceEarlierRunsWithTheFirstOfARunOnly() {
        assertThat(record(occurrences, Plan.Keeping.REPLACE, false)).isEqualTo(new Position.First());
        assertThat(record(occurrences, Plan.Keeping.REPLACE, false)).isEqualTo(new Position.Next());

        occurrences.startOver(ASKER.test());

        assertThat(record(occurrences, Plan.Keeping.REPLACE, false)).isEqualTo(new Position.First());
    }

    @Test
    void appendToWhatStays() {
        assertThat(record(of(Repeat.MISS), Plan.Keeping.APPEND, false)).isEqualTo(new Position.Next());
    }

    @Test
    void keepARetryInThePlaceOfWhatItRepeats() {
        record(occurrences, Plan.Keeping.REPLACE, false);

        assertThat(record(occurrences, Plan.Keeping.REPLACE, true)).isEqualTo(new Position.At(1));
    }

    @Test
    void keepARetryOfAnAttemptThatWasNotKeptAfterTheOthers() {
        record(occurrences, Plan.Keeping.REPLACE, false);
        occurrences.attempt(ASKER, Plan.Keeping.REPLACE, false).end();

        assertThat(record(occurrences, Plan.Keeping.REPLACE, true)).isEqualTo(new Position.Next());
    }

    @Test
    void keepTheRetryOfARetryThatFailedInThePlaceOfTheFirstAnswer() {
        record(occurrences, Plan.Keeping.REPLACE, false);
        Attempt failed = occurrences.attempt(ASKER, Plan.Keeping.REPLACE, true);
        failed.position();
        failed.end();

        assertThat(record(occurrences, Plan.Keeping.REPLACE, true)).isEqualTo(new Position.At(1));
    }

    @Test
    void keepTheRetryOfAnErrorThatWasKeptAfterIt() {
        Attempt first = occurrences.attempt(ASKER, Plan.Keeping.REPLACE, false);
        Position ofFirst = first.position();
        first.kept(1, true);
        Attempt second = occurrences.attempt(ASKER, Plan.Keeping.REPLACE, true);
        Position ofSecond = second.position();
        second.kept(2, true);
        Attempt third = occurrences.attempt(ASKER, Plan.Keeping.REPLACE, true);
        Position ofThird = third.position();
        third.kept(3, false);

        assertThat(List.of(ofFirst, ofSecond, ofThird))
                .containsExactly(new Position.First(), new Position.Next(), new Position.Next());
        assertThat(record(occurrences, Plan.Keeping.REPLACE, true)).isEqualTo(new Position.At(3));
    }

    @Test
    void beginWithTheNextAnswerWhereTheFirstCouldNotBeKept() {
        Attempt first = occurrences.attempt(ASKER, Plan.Keeping.REPLACE, false);
        first.position();
        first.end();

        assertThat(record(occurrences, Plan.Keeping.REPLACE, false)).isEqualTo(new Position.First());
    }

    @Test
    void replaceEarlierRunsWithWhateverIsKeptFirst() {
        Attempt slow = occurrences.attempt(ASKER, Plan.Keeping.REPLACE, false);
        Attempt quick = occurrences.attempt(ASKER, Plan.Keeping.REPLACE, false);

        assertThat(quick.position()).isEqualTo(new Position.First());
        quick.kept(1, false);
        assertThat(slow.position()).isEqualTo(new Position.Next());
    }

    @Test
    void tellTheRetryOfOneClientFromTheAnswersToOthers() {
        Occurrences separate = new Occurrences(Repeat.LAST, Sharing.CALL_EACH, MOST);
        Attempt failing = separate.attempt(ASKER, Plan.Keeping.APPEND, false);
        Attempt good = separate.attempt(ASKER, Plan.Keeping.APPEND, false);
        failing.end();
        good.kept(1, false);
        separate.attempt(ASKER, Plan.Keeping.APPEND, false).kept(2, false);

        assertThat(separate.attempt(ASKER, Plan.Keeping.APPEND, true).position())
                .isEqualTo(new Position.Next());
        assertThat(separate.attempt(ASKER, Plan.Keeping.APPEND, true).position())
                .isEqualTo(new Position.At(2));
    }

    @Test
    void tellTheRetryOfAClientThatWentAway() {
        Occurrences separate = new Occurrences(Repeat.LAST, Sharing.CALL_EACH, MOST);
        Attempt abandoned = separate.attempt(ASKER, Plan.Keeping.APPEND, false);
        abandoned.abandon();
        abandoned.kept(1, false);
        separate.attempt(ASKER, Plan.Keeping.APPEND, false).kept(2, false);

        assertThat(separate.attempt(ASKER, Plan.Keeping.APPEND, true).position())
                .isEqualTo(new Position.At(1));
    }

    @Test
    void tellTheRetryThatCameWhileTheFirstAnswerWasBeingKept() {
        Occurrences separate = new Occurrences(Repeat.LAST, Sharing.CALL_EACH, MOST);
        Attempt abandoned = separate.attempt(ASKER, Plan.Keeping.REPLACE, false);
        Attempt retry = separate.attempt(ASKER, Plan.Keeping.REPLACE, true);
        abandoned.abandon();
        abandoned.position();
        abandoned.kept(1, false);

        assertThat(retry.position()).isEqualTo(new Position.At(1));
    }

    @Test
    void goOnBehindWhatWasRecorded() {
        Occurrences ending = of(Repeat.MISS);
        record(ending, Plan.Keeping.APPEND, false);

        assertThat(next(ending, 1, false)).isEqualTo(NOTHING);
        assertThat(next(ending, 2, false)).isEqualTo(1);
    }

    @Test
    void tellWhenAllWasRecordedInThisRun() {
        assertThat(next(occurrences, 0, false)).isEqualTo(NOTHING);
        record(occurrences, Plan.Keeping.APPEND_CHANGES, false);

        Match second = occurrences.next(ASKER, Available.of(1), false);
        occurrences.giveBack(ASKER, ((Match.Found) second).turn());
        Match third = occurrences.next(ASKER, Available.of(2), false);

        assertThat(origin(second)).isEqualTo(Origin.ASKED);
        assertThat(third).isEqualTo(new Match.Found(new Turn(1, 1), Origin.RECORDED));
        assertThat(origin(occurrences.next(asker("b"), Available.of(2), false))).isEqualTo(Origin.RECORDED);
    }

    @Test
    void tellATestThatItsAnswersOfNoTestAreOfThisRun() {
        Asker owner = new Asker(TestId.NONE, TestId.NONE, new Key("1".repeat(64)));
        Available ofNoTest = new Available(1, index -> false, Optional.of(owner));

        assertThat(origin(occurrences.next(asker("earlier"), ofNoTest, false))).isEqualTo(Origin.RECORDED);
        assertThat(origin(occurrences.next(asker("earlier"), ofNoTest, false))).isEqualTo(Origin.RECORDED);
        occurrences.next(owner, Available.of(0), false);
        assertThat(origin(occurrences.next(ASKER, ofNoTest, false))).isEqualTo(Origin.RECORDED);
        Match second = occurrences.next(ASKER, ofNoTest, false);
        occurrences.giveBack(ASKER, ((Match.Found) second).turn());

        assertThat(origin(second)).isEqualTo(Origin.ASKED);
        assertThat(occurrences
                        .attempt(ASKER, Plan.Keeping.APPEND_CHANGES, false)
                        .position())
                .isEqualTo(new Position.NextChange(1));
    }

    @Test
    void tellNothingOfThisRunOfWhatEarlierRunsRecorded() {
        for (int i = 0; i < 4; i++) {
            assertThat(origin(occurrences.next(ASKER, Available.of(2), false))).isEqualTo(Origin.RECORDED);
        }
    }

    @Test
    void tellNothingOfThisRunOfWhatWasRecordedBeforeItsTestStartedOver() {
        next(occurrences, 0, false);
        record(occurrences, Plan.Keeping.APPEND, false);
        occurrences.startOver(ASKER.test());

        next(occurrences, 1, false);

        assertThat(origin(occurrences.next(ASKER, Available.of(1), false))).isEqualTo(Origin.RECORDED);
    }

    @Test
    void tellThatTheLastAnswerOfThisRunIsAnError() {
        next(occurrences, 0, false);
        occurrences.attempt(ASKER, Plan.Keeping.APPEND, false).kept(1, true);

        assertThat(origin(occurrences.next(ASKER, new Available(1, index -> true), true)))
                .isEqualTo(Origin.FAILED);
    }

    @Test
    void replayToARetryWhatItsClientGotInThisRun() {
        next(occurrences, 0, false);
        record(occurrences, Plan.Keeping.APPEND, false);

        assertThat(occurrences.next(ASKER, Available.of(1), true))
                .isEqualTo(new Match.Found(new Turn(0, 0), Origin.RECORDED));
    }

    @Test
    void askAgainForARetryWhoseUpstreamFailedInTheMiddleOfAPoll() {
        next(occurrences, 0, false);
        record(occurrences, Plan.Keeping.APPEND_CHANGES, false);
        Match poll = occurrences.next(ASKER, Available.of(1), false);
        occurrences.giveBack(ASKER, ((Match.Found) poll).turn());
        occurrences.attempt(ASKER, Plan.Keeping.APPEND_CHANGES, false).end();

        assertThat(origin(occurrences.next(ASKER, Available.of(1), true))).isEqualTo(Origin.ASKED);
    }

    @Test
    void aRecordingThatIsPassedOverAnswersTheNextRequest() {
        Match first = occurrences.next(ASKER, Available.of(2), false);

        occurrences.passOver(ASKER, ((Match.Found) first).turn());

        assertThat(next(occurrences, 2, false)).isZero();
        assertThat(origin(occurrences.next(ASKER, Available.of(2), false))).isEqualTo(Origin.RECORDED);
        assertThat(origin(occurrences.next(ASKER, Available.of(2), false)))
                .as("an earlier run has made some of them")
                .isEqualTo(Origin.RECORDED);
    }

    @Test
    void aRenewedRecordingHasHadItsTurn() {
        Match first = occurrences.next(ASKER, Available.of(2), false);
        occurrences.passOver(ASKER, ((Match.Found) first).turn());

        assertThat(record(occurrences, Plan.Keeping.RENEW, false)).isEqualTo(new Position.Renewal());

        assertThat(next(occurrences, 2, false)).isEqualTo(1);
        assertThat(occurrences.attempt(ASKER, Plan.Keeping.RENEW, true).position())
                .as("a retry of a renewal that was kept")
                .isEqualTo(new Position.At(1));
    }

    /** Keeps an answer as the occurrence that a store without others would give it. */
    private static Position record(Occurrences occurrences, Plan.Keeping keeping, boolean isRetry) {
        Attempt attempt = occurrences.attempt(ASKER, keeping, isRetry);
        Position position = attempt.position();
        attempt.kept(1, false);
        attempt.end();
        return position;
    }

    @Test
    void givesAgainWhatTheClientDidNotGet() {
        take();
        occurrences.takeBack(ASKER, take());

        assertThat(next(occurrences, 3, true)).isEqualTo(1);
        assertThat(next(occurrences, 3, true)).isEqualTo(1);
        assertThat(next(occurrences, 3, false)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesAgainWhatSeveralClientsAtATimeDidNotGet(boolean isRetry) {
        Turn first = take();
        Turn second = take();
        occurrences.takeBack(ASKER, second);
        occurrences.takeBack(ASKER, first);

        assertThat(next(occurrences, 3, isRetry)).isZero();
        assertThat(next(occurrences, 3, isRetry)).isEqualTo(1);
        assertThat(next(occurrences, 3, false)).isEqualTo(2);
    }

    @Test
    void givesWhatOneOfSeveralClientsDidNotGetToTheNextRequest() {
        Turn first = take();
        take();
        occurrences.takeBack(ASKER, first);

        assertThat(next(occurrences, 4, true)).isZero();
        assertThat(next(occurrences, 4, false)).isEqualTo(2);
    }

    @Test
    void takesBackOnceAndOnlyWhatWasGiven() {
        occurrences.takeBack(ASKER, new Turn(0, 0));
        take();
        Turn second = take();
        occurrences.takeBack(ASKER, second);
        occurrences.takeBack(ASKER, second);

        assertThat(next(occurrences, 4, false)).isEqualTo(1);
        assertThat(next(occurrences, 4, false)).isEqualTo(2);
    }

    @Test
    void forgetsWhatIsOwedWhereTheUpstreamIsAskedInstead() {
        Turn first = take();
        Turn second = take();
        occurrences.takeBack(ASKER, second);
        occurrences.giveBack(ASKER, first);

        assertThat(next(occurrences, 3, false)).isZero();
        assertThat(next(occurrences, 3, false)).isEqualTo(1);
        assertThat(next(occurrences, 3, false)).isEqualTo(2);
    }

    private Turn take() {
        return ((Match.Found) occurrences.next(ASKER, Available.of(3), false)).turn();
    }

    @Test
    void tellWhetherThereWasSomethingToRepeat() {
        Occurrences ending = of(Repeat.MISS);

        assertThat(ending.next(ASKER, Available.of(0), false)).isEqualTo(new Match.Nothing(false));
        next(ending, 1, false);
        assertThat(ending.next(ASKER, Available.of(1), false)).isEqualTo(new Match.Nothing(true));
    }

    @Test
    void areOfThisRunWhereItReplacedAllOthers() {
        record(occurrences, Plan.Keeping.REPLACE, false);

        assertThat(origin(occurrences.next(ASKER, Available.of(1), false))).isEqualTo(Origin.ASKED);
    }

    @Test
    void areNotOfThisRunWhereItAddedToOthers() {
        record(occurrences, Plan.Keeping.APPEND, false);
        occurrences.attempt(ASKER, Plan.Keeping.REPLACE, false).kept(2, false);

        assertThat(origin(occurrences.next(ASKER, Available.of(2), false))).isEqualTo(Origin.RECORDED);
    }

    @Test
    void areOfThisRunWhereTheUpstreamTookOverAReplay() {
        Match first = occurrences.next(ASKER, Available.of(1), false);
        occurrences.giveBack(ASKER, ((Match.Found) first).turn());

        assertThat(origin(occurrences.next(ASKER, Available.of(1), false))).isEqualTo(Origin.RECORDED);
        assertThat(origin(occurrences.next(ASKER, Available.of(1), false))).isEqualTo(Origin.ASKED);
    }

    @Test
    void repeatToARetryWhatAPollFoundUnchanged() {
        next(occurrences, 0, false);
        record(occurrences, Plan.Keeping.APPEND_CHANGES, false);
        Match poll = occurrences.next(ASKER, Available.of(1), false);
        occurrences.giveBack(ASKER, ((Match.Found) poll).turn());
        occurrences.attempt(ASKER, Plan.Keeping.APPEND_CHANGES, false).repeated();

        Position retry =
                occurrences.attempt(ASKER, Plan.Keeping.APPEND_CHANGES, true).position();

        assertThat(retry).isEqualTo(new Position.NextChange(0));
        assertThat(occurrences.next(ASKER, Available.of(1), true))
                .isEqualTo(new Match.Found(new Turn(0, 0), Origin.RECORDED));
    }

    @Test
    void keepTheRetryOfAClientThatWentAwayInThePlaceOfItsAnswer() {
        Occurrences separate = new Occurrences(Repeat.LAST, Sharing.CALL_EACH, MOST);
        record(separate, Plan.Keeping.APPEND, false);
        Attempt abandoned = separate.attempt(ASKER, Plan.Keeping.APPEND, false);
        Attempt retry = separate.attempt(ASKER, Plan.Keeping.APPEND, true);
        abandoned.abandon();
        abandoned.position();
        abandoned.kept(2, false);

        assertThat(retry.position()).isEqualTo(new Position.At(2));
    }

    @Test
    void forgetWhoFailedOnceAFreshRequestIsAnsweredWhereCallsAreShared() {
        Attempt failing = occurrences.attempt(ASKER, Plan.Keeping.APPEND, false);
        failing.end();
        record(occurrences, Plan.Keeping.APPEND, false);

        assertThat(record(occurrences, Plan.Keeping.APPEND, true)).isEqualTo(new Position.At(1));
    }

    @Test
    void remember256ClientsThatGotNoAnswer() {
        Occurrences separate = new Occurrences(Repeat.LAST, Sharing.CALL_EACH, MOST);
        record(separate, Plan.Keeping.APPEND, false);
        for (int i = 0; i < 256; i++) {
            separate.attempt(ASKER, Plan.Keeping.APPEND, false).end();
        }

        List<Position> retries = new ArrayList<>();
        for (int i = 0; i < 257; i++) {
            retries.add(separate.attempt(ASKER, Plan.Keeping.APPEND, true).position());
        }

        assertThat(retries.subList(0, 256)).containsOnly(new Position.Next());
        assertThat(retries.get(256)).isEqualTo(new Position.At(1));
    }

    @Test
    void tellWhetherAQuestionWasOnlyReplayed() {
        assertThat(occurrences.isOnlyReplayed(ASKER)).isFalse();
        next(occurrences, 0, false);
        assertThat(occurrences.isOnlyReplayed(ASKER)).isFalse();
        occurrences.next(asker("b"), Available.of(1), false);
        assertThat(occurrences.isOnlyReplayed(asker("b"))).isTrue();
        occurrences.attempt(asker("b"), Plan.Keeping.APPEND, false);
        assertThat(occurrences.isOnlyReplayed(asker("b"))).isTrue();

        record(occurrences, Plan.Keeping.APPEND, false);

        assertThat(occurrences.isOnlyReplayed(ASKER)).isFalse();
    }

    @Test
    void startOverForOneTestAndKeepWhatOthersHaveRecorded() {
        Attempt other = occurrences.attempt(asker("b"), Plan.Keeping.REPLACE, false);
        other.kept(1, false);

        occurrences.startOver(ASKER.test());

        assertThat(occurrences.attempt(asker("b"), Plan.Keeping.REPLACE, false).position())
                .isEqualTo(new Position.Next());
    }

    @Test
    void startOverForAllTests() {
        next(occurrences, 3, false);
        occurrences.next(asker("b"), Available.of(3), false);
        record(occurrences, Plan.Keeping.REPLACE, false);

        occurrences.startOver();

        assertThat(next(occurrences, 3, false)).isZero();
        assertThat(index(occurrences.next(asker("b"), Available.of(3), false))).isZero();
        assertThat(record(occurrences, Plan.Keeping.REPLACE, false)).isEqualTo(new Position.First());
    }

    /** A server may be asked the same for years. */
    @ParameterizedTest
    @EnumSource(Repeat.class)
    void goesOnAfterMoreRequestsThanCanBeCounted(Repeat repeat) {
        Occurrences asked = of(repeat);
        asked.attempt(ASKER, Plan.Keeping.APPEND, false).kept((1 << 30) - 2, false);
        List<Integer> answers = ask(asked, 3, 9);

        switch (repeat) {
            case LAST -> assertThat(answers).containsOnly(2);
            case MISS -> assertThat(answers).containsOnly(NOTHING);
            case CYCLE ->
                assertThat(answers.subList(1, 9))
                        .isEqualTo(answers.subList(0, 8).stream()
                                .map(before -> (before + 1) % 3)
                                .toList());
        }
    }

    /** A server may be asked something else each time, for years. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5_000})
    void remembersTheQuestionsThatWereAskedLast(int most) {
        Occurrences few = new Occurrences(Repeat.LAST, Sharing.ONE_CALL, most);
        assertThat(index(few.next(asker("first"), Available.of(2), false))).isZero();
        for (int i = 0; i < 3 * most; i++) {
            few.next(asker("missed " + i), Available.of(0), false);
            few.next(asker("found " + i), Available.of(2), false);

            assertThat(few.remembered()).isLessThanOrEqualTo(most);
        }

        assertThat(index(few.next(asker("found " + (3 * most - 1)), Available.of(2), false)))
                .isEqualTo(1);
        assertThat(index(few.next(asker("first"), Available.of(2), false))).isZero();
    }

    @Test
    void doesNotForgetWhatWasRecordedInThisRun() {
        Occurrences few = new Occurrences(Repeat.LAST, Sharing.ONE_CALL, 1);
        few.next(ASKER, Available.of(0), false);
        Attempt first = few.attempt(ASKER, Plan.Keeping.REPLACE, false);
        first.kept(1, false);
        first.end();
        for (int i = 0; i < 100; i++) {
            few.next(asker("missed " + i), Available.of(0), false);
        }

        assertThat(few.isOnlyReplayed(ASKER)).isFalse();
        assertThat(few.attempt(ASKER, Plan.Keeping.REPLACE, false).position()).isEqualTo(new Position.Next(0));
    }
}
