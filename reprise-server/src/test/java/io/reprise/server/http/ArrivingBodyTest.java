package io.reprise.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivingBodyTest {
    @Test
    void joinsWhatHasArrivedInPiecesOfAnySize() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int longest : new int[] {1, 100, 100_000, 3 * ArrivingBody.BLOCK}) {
            ArrivingBody body = new ArrivingBody();
            Buffer expected = Buffer.buffer();
            for (int i = 0; i < 50; i++) {
                byte[] piece = new byte[random.nextInt(longest + 1)];
                random.nextBytes(piece);
                expected.appendBytes(piece);
                body.add(Buffer.buffer(piece));
            }

            Bytes joined = body.joined();

            assertThat(body.size()).isEqualTo(expected.length());
            assertThat(joined.equals(Bytes.owning(expected.getBytes())))
                    .as("seed %d, pieces of up to %d bytes", seed, longest)
                    .isTrue();
        }
    }

    @Test
    void isEmptyBeforeAnythingArrives() {
        assertThat(new ArrivingBody().joined()).isEqualTo(Bytes.EMPTY);
    }
}
