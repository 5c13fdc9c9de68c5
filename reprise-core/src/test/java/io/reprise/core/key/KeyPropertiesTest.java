package io.reprise.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.json.RandomJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

@Slow
class KeyPropertiesTest {
    private static final KeyRules FORGIVING = KeyRules.of(List.of(
            KeyRule.parse("leave out $..a"),
            KeyRule.parse("replace /z/ with <z>"),
            KeyRule.parse("round to 2 places")));

    @Test
    void theSameValueHasTheSameKeyHoweverItIsSpelled() {
        long seed = new Random().nextLong();
        RandomJson random = new RandomJson(seed);
        for (int i = 0; i < 3_000; i++) {
            Json value = random.value(4);
            String text = value.write(Layout.COMPACT);
            String other = random.respell(value);

            assertThat(key(KeyRules.NONE, other))
                    .as("seed %d: %s and %s", seed, text, other)
                    .isEqualTo(key(KeyRules.NONE, text));
            assertThat(key(FORGIVING, other))
                    .as("seed %d: %s and %s", seed, text, other)
                    .isEqualTo(key(FORGIVING, text));
        }
    }

    @Test
    void keysAreEqualExactlyWhereValuesAre() {
        long seed = new Random().nextLong();
        RandomJson random = new RandomJson(seed);
        NearMiss near = new NearMiss(seed);
        int same = 0;
        int different = 0;
        for (int i = 0; i < 20_000; i++) {
            Json value = random.value(4);
            Json other = near.of(value);
            String text = random.respell(value);
            String otherText = random.respell(other);
            boolean isSame = SameValue.isSame(value, other);

            assertThat(key(KeyRules.NONE, text).equals(key(KeyRules.NONE, otherText)))
                    .as("seed %d: %s and %s", seed, text, otherText)
                    .isEqualTo(isSame);
            same += isSame ? 1 : 0;
            different += isSame ? 0 : 1;
        }
        assertThat(List.of(same, different)).as("seed %d", seed).allMatch(count -> count > 500);
    }

    @Test
    void noTwoOfManyDifferentValuesShareAKey() {
        long seed = new Random().nextLong();
        RandomJson random = new RandomJson(seed);
        Map<Key, Json> seen = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            Json value = random.value(3);

            Json before = seen.putIfAbsent(key(KeyRules.NONE, random.respell(value)), value);

            assertThat(before == null || SameValue.isSame(before, value))
                    .as("seed %d: %s and %s", seed, before, value)
                    .isTrue();
        }
    }

    @Test
    void numbersAreEqualWhereTheirValuesAre() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String one = number(random);
            String other = random.nextBoolean() ? number(random) : new BigDecimal(one).toPlainString();
            boolean isSame = new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;

            assertThat(Decimal.of(one).equals(Decimal.of(other)))
                    .as("seed %d: %s and %s", seed, one, other)
                    .isEqualTo(isSame);
            assertThat(new BigDecimal(Decimal.of(one).spelling()))
                    .as("seed %d: %s", seed, one)
                    .isEqualByComparingTo(new BigDecimal(one));
        }
    }

    @Test
    void roundsAsDecimalArithmeticDoes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String number = number(random);
            int places = random.nextInt(6);

            assertThat(new BigDecimal(Decimal.of(number).rounded(places).spelling()))
                    .as("seed %d: %s to %d places", seed, number, places)
                    .isEqualByComparingTo(new BigDecimal(number).setScale(places, RoundingMode.HALF_EVEN));
        }
    }

    @Test
    void rulesChangeNothingMoreWhenTheyAreAppliedToWhatTheyLeft() {
        long seed = new Random().nextLong();
        RandomJson random = new RandomJson(seed);
        for (int i = 0; i < 1_000; i++) {
            String once = canonical(FORGIVING, random.value(4).write(Layout.COMPACT));
            Json left = Json.parse(once)
                    .get("body")
                    .flatMap(body -> body.get("json"))
                    .orElse(Json.NULL);

            KeyRules idempotent = KeyRules.of(
                    List.of(FORGIVING.rules().get(0), FORGIVING.rules().get(2)));

            assertThat(canonical(idempotent, left.write(Layout.INDENTED)))
                    .as("seed %d", seed)
                    .isEqualTo(canonical(KeyRules.NONE, left.write(Layout.COMPACT)));
        }
    }

    private static String number(Random random) {
        String digits = Long.toString(random.nextInt(1_000_000)) + (random.nextInt(3) == 0 ? "5" : "");
        int point = random.nextInt(digits.length() + 1);
        String mantissa = point == 0
                ? "0." + digits
                : point == digits.length()
                        ? digits
                        : (point > 1 && digits.charAt(0) == '0' ? "0" : digits.substring(0, point)) + "."
                                + digits.substring(point);
        return (random.nextBoolean() ? "-" : "")
                + mantissa
                + (random.nextBoolean()
                        ? ""
                        : (random.nextBoolean() ? "e" : "E+").replace("+", random.nextBoolean() ? "+" : "-")
                                + random.nextInt(12));
    }

    private static String canonical(KeyRules rules, String body) {
        return rules.canonical(ApiFamilies.parse(Request.post("/", body))).text();
    }

    private static Key key(KeyRules rules, String body) {
        return rules.question(Request.post("/v1/chat/completions", body), TestId.NONE)
                .key();
    }
}
