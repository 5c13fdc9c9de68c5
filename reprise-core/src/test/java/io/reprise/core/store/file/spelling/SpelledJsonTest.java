package io.reprise.core.store.file.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.RandomJson;
import io.reprise.core.json.RandomSpellings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpelledJsonTest {
    @Test
    void takesNoJsonForSomethingElse() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RandomJson values = new RandomJson(seed);
        RandomSpellings spellings = new RandomSpellings(seed);
        for (int i = 0; i < 5_000; i++) {
            String text = values.value(3).write(spellings.next());

            assertThat(SpelledJson.mayBeJson(text))
                    .as("%s, seed %d", text, seed)
                    .isTrue();
            assertThat(SpelledJson.beginsLikeJson(text)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[DONE]", "[ DONE]", "{DONE}", "{", "[", "[ ", "OK", ""})
    void tellsMarksFromJson(String mark) {
        assertThat(SpelledJson.mayBeJson(mark)).isFalse();
        assertThat(SpelledJson.ofItsOwn(mark)).isEmpty();
    }
}
