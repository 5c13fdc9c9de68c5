package io.reprise.core.replay.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultRulesTest {
    private static final TestId A = new TestId("tests/a.py::test[1]");
    private static final TestId B = new TestId("tests/b.py::test[1]");

    @ParameterizedTest
    @CsvSource({
        "path=/v1/*, true",
        "path=/v1/chat/completions, true",
        "path=*/completions, true",
        "path=/v2/*, false",
        "model=gpt-*, true",
        "model=*4*, true",
        "model=gpt-5, false",
        "test=tests/a*[1], true",
        "test=tests/a*[2], false",
        "test=\"tests/a.py::test[1]\", true",
        "key=zz, false",
        "path=/v1/* model=gpt-4, true",
        "path=/v1/* model=gpt-5, false",
    })
    void coversWhatFitsAllPatterns(String when, boolean isCovered) {
        FaultRules rules = rules("cut; " + when);

        assertThat(rules.next(question(A, 1), Optional.of("gpt-4"), Optional.empty())
                        .isNone())
                .isEqualTo(!isCovered);
    }

    @Test
    void coversOneQuestionByTheStartOfItsKey() {
        FaultRules rules = rules("cut; key=" + question(A, 1).key().brief());

        assertThat(struck(rules, question(A, 1))).isTrue();
        assertThat(struck(rules, question(A, 2))).isFalse();
    }

    /** A server may be asked something else each time, for years. */
    @Test
    void countsTheQuestionsThatCameLast() {
        FaultRules rules = rules("status=429; first=1 per=question", "cut; probability=50%", "reset; every=1000000");
        for (int i = 0; i < 150_000; i++) {
            rules.next(question(TestId.NONE, i), Optional.empty(), Optional.empty());
        }

        assertThat(rules.counted()).isLessThanOrEqualTo(100_000);
        assertThat(rules("status=429; first=1 per=question").counted()).isZero();
    }

    @Test
    void strikesTheFirstRequestsOfEachTest() {
        FaultRules rules = rules("status=429; first=2");

        assertThat(strikes(rules, 4, A)).containsExactly(true, true, false, false);
        assertThat(strikes(rules, 4, B)).containsExactly(true, true, false, false);
        rules.startOver(A);
        assertThat(strikes(rules, 3, A)).containsExactly(true, true, false);
        assertThat(strikes(rules, 1, B)).containsExactly(false);
    }

    @Test
    void strikesTheFirstRequestsOfEachQuestionOrOfAll() {
        FaultRules byQuestion = rules("status=429; first=1,per=question");
        FaultRules overall = rules("status=429; first=3,per=all");

        assertThat(struck(byQuestion, question(A, 1))).isTrue();
        assertThat(struck(byQuestion, question(A, 2))).isTrue();
        assertThat(struck(byQuestion, question(A, 1))).isFalse();
        assertThat(strikes(overall, 2, A)).containsExactly(true, true);
        overall.startOver(A);
        assertThat(strikes(overall, 2, B)).containsExactly(true, false);
    }

    @Test
    void strikesEachRequestOfANumber() {
        assertThat(strikes(rules("cut; every=3"), 7, A)).containsExactly(false, false, true, false, false, true, false);
        assertThat(strikes(rules("cut; every=2,first=3"), 6, A))
                .containsExactly(false, true, false, false, false, false);
    }

    @Test
    void strikesAsOftenAsItsProbabilitySays() {
        FaultRules rules = rules("cut; probability=20%,seed=7");
        int struck = 0;
        for (int i = 0; i < 5_000; i++) {
            struck += struck(rules, question(A, i % 500)) ? 1 : 0;
        }

        assertThat(struck).isBetween(900, 1_100);
    }

    @Test
    void drawsTheSameWhateverIsAskedInBetween() {
        List<Integer> inOrder = new ArrayList<>();
        List<Integer> shuffled = new ArrayList<>();
        FaultRules one = rules("cut; probability=0.5,seed=3");
        FaultRules other = rules("cut; probability=0.5,seed=3");
        FaultRules otherSeed = rules("cut; probability=0.5,seed=4");
        List<Integer> questions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            questions.add(i);
        }
        List<Integer> shuffle = new ArrayList<>(questions);
        Collections.shuffle(shuffle, new java.util.Random(1));

        questions.stream().filter(i -> struck(one, question(A, i))).forEach(inOrder::add);
        shuffle.stream().filter(i -> struck(other, question(A, i))).forEach(shuffled::add);

        assertThat(shuffled).containsExactlyInAnyOrderElementsOf(inOrder);
        assertThat(questions.stream()
                        .filter(i -> struck(otherSeed, question(A, i)))
                        .toList())
                .isNotEqualTo(inOrder);
    }

    @Test
    void joinsWhatSeveralRulesDo() {
        FaultRules rules = rules("delay=1s", "recut=1; model=gpt-*");

        Faults faults =
                rules.next(question(A, 1), Optional.of("gpt-4"), Optional.of(FaultRule.parse("no-done; first=1")));

        assertThat(faults).hasToString("no-done; delay=1s; recut=1");
        assertThat(rules.next(question(A, 1), Optional.empty(), Optional.of(FaultRule.parse("no-done; first=1"))))
                .hasToString("delay=1s");
        assertThat(rules().next(question(A, 1), Optional.empty(), Optional.empty()))
                .isEqualTo(Faults.NONE);
    }

    @Test
    void goesOnCountingWhenOtherRulesAreReplaced() {
        FaultRules rules = rules("cut; first=1", "reset; first=1");
        strikes(rules, 1, A);

        rules.change(before -> before.withCommon(List.of(before.common().get(0), FaultRule.parse("no-done; first=1"))));

        assertThat(rules.next(question(A, 1), Optional.empty(), Optional.empty()))
                .hasToString("no-done");
    }

    @Test
    void countsAnewWhenARuleIsSetAgain() {
        FaultRules rules = rules("cut; first=1");
        strikes(rules, 2, A);

        rules.change(before -> before.withCommon(List.of(FaultRule.parse("cut; first=1"))));

        assertThat(strikes(rules, 2, A)).containsExactly(true, false);
    }

    @Test
    void strikesOnlyTheTestThatARuleWasSetFor() {
        FaultRules rules = rules();

        rules.change(before -> before.withOwn(A, List.of(FaultRule.parse("cut"))));

        assertThat(strikes(rules, 1, A)).containsExactly(true);
        assertThat(strikes(rules, 1, TestId.NONE)).containsExactly(false);
        rules.change(before -> before.withOwn(A, List.of()));
        assertThat(rules.rules().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "first=2                     | 'first=2' names no fault",
                "cut; first=0                | first must be a whole number from 1",
                "cut; probability=2          | probability must be from 0% to 100%",
                "cut; every=3,first=2        | first=2 ends before every=3 applies, so it would never happen",
                "cut; per=moon               | per must be test, question or all",
                "cut; first=1; every=2       | only one part may have conditions",
                "cut; model=a,colour=red     | 'colour' is unknown here",
            })
    void saysWhatIsWrongWithARule(String text, String reason) {
        assertThatThrownBy(() -> FaultRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut; model=gpt-*,first=2", "status=429,message=\"a; b\"; test=\"x, y\""})
    void equalsARuleThatIsWrittenTheSame(String text) {
        assertThat(FaultRule.parse(text)).isEqualTo(FaultRule.parse(text)).hasSameHashCodeAs(FaultRule.parse(text));
    }

    private static FaultRules rules(String... rules) {
        return new FaultRules(List.of(rules).stream().map(FaultRule::parse).toList());
    }

    private static boolean struck(FaultRules rules, Question question) {
        return !rules.next(question, Optional.of("gpt-4"), Optional.empty()).isNone();
    }

    private static List<Boolean> strikes(FaultRules rules, int requests, TestId test) {
        List<Boolean> strikes = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            strikes.add(struck(rules, question(test, i)));
        }
        return strikes;
    }

    private static Question question(TestId test, int number) {
        return KeyRules.NONE.question(Request.post("/v1/chat/completions", "{\"n\":" + number + "}"), test);
    }
}
