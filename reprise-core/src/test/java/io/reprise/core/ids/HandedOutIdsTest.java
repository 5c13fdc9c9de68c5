package io.reprise.core.ids;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandedOutIdsTest {
    private static final TestId TEST = new TestId("t");

    private final HandedOutIds ids = new HandedOutIds();

    @Test
    void aTestsOwnPairsCountBeforeThoseMadeWithoutATest() {
        ids.remember(TestId.NONE, "call_new1", "call_old1");
        ids.remember(TestId.NONE, "call_new2", "call_old2");
        ids.remember(TEST, "call_new1", "call_mine");

        assertThat(ids.of(TEST).kept("call_new1")).contains("call_mine");
        assertThat(ids.of(TEST).kept("call_new2")).contains("call_old2");
        assertThat(ids.of(new TestId("other")).kept("call_new1")).contains("call_old1");
        assertThat(ids.of(TEST).kept("call_new3")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {":download?alt=media", "?alt=media&path=a/b", "#part", ""})
    void knowsTheIdAtTheEndOfTheUrlOfAFile(String rest) {
        ids.remember(TEST, "https://host/v1beta/files/new-1234" + rest, "https://host/v1beta/files/old-1" + rest);

        assertThat(ids.of(TEST).kept("new-1234")).contains("old-1");
        assertThat(ids.of(TEST).kept("https://host/v1beta/files/new-1234" + rest))
                .contains("https://host/v1beta/files/old-1" + rest);
    }

    @Test
    void pairsOfATestAreNotThoseOfAnother() {
        ids.remember(TEST, "call_new1", "call_old1");

        assertThat(ids.of(new TestId("other")).isEmpty()).isTrue();
        assertThat(ids.of(TestId.NONE).isEmpty()).isTrue();
    }

    @Test
    void whatIsShortOrTheSameOrNotPlainMakesNoPair() {
        ids.remember(TEST, "one", "call_old1");
        ids.remember(TEST, "call_old1", "call_old1");
        ids.remember(TEST, "schön-1234", "call_old1");
        ids.remember(TEST, "call_new1", "");

        assertThat(ids.of(TEST).isEmpty()).isTrue();
    }

    @Test
    void theSegmentsOfANameAreLookedAtOneByOne() {
        ids.remember(TEST, "files/new-123", "files/old-456");
        ids.remember(TEST, "https://host/v1/files/new-789", "https://host/v1/files/old-789");
        ids.remember(TEST, "Ab12+/new123/xyz789", "Ab12+/old123/xyz789");

        IdTranslation pairs = ids.of(TEST);
        assertThat(pairs.kept("files/new-123")).contains("files/old-456");
        assertThat(pairs.kept("new-123")).contains("old-456");
        assertThat(pairs.kept("new-789")).contains("old-789");
        assertThat(pairs.kept("new123")).as("a part of base64").isEmpty();
    }

    @Test
    void stateComesBackInTheBase64OfUrls() {
        ids.remember(TEST, "EqoBnew+abcdefghijk/lmnop==", "Eold/abcdefghijklmn+opqrst=");

        assertThat(ids.of(TEST).kept("EqoBnew+abcdefghijk/lmnop==")).contains("Eold/abcdefghijklmn+opqrst=");
        assertThat(ids.of(TEST).kept("EqoBnew-abcdefghijk_lmnop==")).contains("Eold_abcdefghijklmn-opqrst=");
    }

    @Test
    void theOldestPairsOfATestAreForgotten() {
        HandedOutIds few = new HandedOutIds(3, 1 << 20);
        for (int i = 0; i < 5; i++) {
            few.remember(TEST, "call_new" + i, "call_old" + i);
        }

        assertThat(few.size(TEST)).isEqualTo(3);
        assertThat(few.of(TEST).kept("call_new1")).isEmpty();
        assertThat(few.of(TEST).kept("call_new2")).contains("call_old2");
    }

    @Test
    void allPairsTogetherAreBounded() {
        HandedOutIds few = new HandedOutIds(1_000, 100_000);
        for (int i = 0; i < 5_000; i++) {
            few.remember(new TestId("t" + i % 100), "call_new" + i, "call_old" + "x".repeat(i % 500) + i);
        }

        int all = few.tests().stream().mapToInt(few::size).sum();
        assertThat(all).isBetween(50, 650);
        assertThat(few.of(new TestId("t99")).kept("call_new4999")).isPresent();

        few.startOver();

        assertThat(few.tests()).isEmpty();
    }

    @Test
    void aTestThatStartsOverForgetsItsOwnPairsOnly() {
        ids.remember(TEST, "call_new1", "call_old1");
        ids.remember(new TestId("other"), "call_new1", "call_old1");

        ids.startOver(TEST);

        assertThat(ids.of(TEST).isEmpty()).isTrue();
        assertThat(ids.of(new TestId("other")).isEmpty()).isFalse();
    }
}
