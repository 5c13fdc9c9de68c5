package io.reprise.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentHashesTest {
    private final RecentHashes hashes = new RecentHashes();

    @Test
    void knowsNearlyAllOfTenThousandThatComeInTurn() {
        int[] all = new Random(16).ints(10_000).toArray();
        IntStream.of(all).forEach(hashes::add);

        long known = IntStream.of(all).filter(hashes::add).count();

        assertThat(known).isGreaterThan(9_950);
    }

    @Test
    void knowsNoneThatHasNotCome() {
        int[] all = new Random(17).ints(10_000).distinct().toArray();

        assertThat(IntStream.of(all).filter(hashes::add).count()).isZero();
    }

    @Test
    void forgetsTheOneOfASetThatCameLongestAgo() {
        int[] ofOneSet = IntStream.rangeClosed(1, 5).map(i -> i << 14).toArray();
        for (int i = 0; i < 4; i++) {
            assertThat(hashes.add(ofOneSet[i])).isFalse();
        }
        assertThat(hashes.add(ofOneSet[0])).isTrue();

        assertThat(hashes.add(ofOneSet[4])).isFalse();

        assertThat(hashes.add(ofOneSet[0])).isTrue();
        assertThat(hashes.add(ofOneSet[2])).isTrue();
        assertThat(hashes.add(ofOneSet[1])).isFalse();
    }
}
