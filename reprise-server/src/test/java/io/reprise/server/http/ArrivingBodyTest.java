package io.reprise.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Bytes;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
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
                body.add(Unpooled.wrappedBuffer(piece));
            }

            Bytes joined = body.joined();

            assertThat(body.size()).isEqualTo(expected.length());
            assertThat(joined.equals(Bytes.owning(expected.getBytes())))
                    .as("seed %d, pieces of up to %d bytes", seed, longest)
                    .isTrue();
        }
    }

    @Test
    void keepsEachByteWhateverLengthWasDeclared() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int declared : new int[] {3 * ArrivingBody.BLOCK, 5 * ArrivingBody.BLOCK, 20 * ArrivingBody.BLOCK}) {
            ArrivingBody body = new ArrivingBody();
            Buffer expected = Buffer.buffer();
            int reserved = 0;
            while (expected.length() < 5 * ArrivingBody.BLOCK) { // less, as much and more than was declared
                byte[] piece =
                        new byte[Math.min(5 * ArrivingBody.BLOCK - expected.length(), 1 + random.nextInt(1 << 16))];
                random.nextBytes(piece);
                expected.appendBytes(piece);
                body.add(Unpooled.wrappedBuffer(piece));
                if (body.isDue(declared)) {
                    assertThat(expected.length()).isBetween(declared / 4, declared);
                    body.reserve(declared);
                    reserved++;
                }
            }

            assertThat(reserved).isOne();
            assertThat(body.size()).isEqualTo(expected.length());
            assertThat(body.joined().equals(Bytes.owning(expected.getBytes())))
                    .as("seed %d, %d declared", seed, declared)
                    .isTrue();
        }
    }

    @Test
    void isTheBodyThatWasExpectedOrAnyOther() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] arriving = new byte[1 + random.nextInt(50_000)];
            random.nextBytes(arriving);
            byte[] likely =
                    Arrays.copyOf(arriving, random.nextBoolean() ? arriving.length : 1 + random.nextInt(60_000));
            if (random.nextBoolean()) {
                likely[random.nextInt(likely.length)]++;
            }
            Bytes expected = Bytes.owning(likely);
            ArrivingBody body = new ArrivingBody();
            body.expect(expected);

            for (int from = 0; from < arriving.length; ) {
                int to = Math.min(arriving.length, from + 1 + random.nextInt(20_000));
                body.add(Unpooled.wrappedBuffer(Arrays.copyOfRange(arriving, from, to)));
                from = to;
            }

            Bytes joined = body.joined();
            assertThat(body.size()).as("seed %d, %d", seed, i).isEqualTo(arriving.length);
            assertThat(joined.toArray()).as("seed %d, %d", seed, i).isEqualTo(arriving);
            assertThat(joined == expected).as("seed %d, %d", seed, i).isEqualTo(Arrays.equals(arriving, likely));
        }
    }

    @Test
    void isEmptyBeforeAnythingArrives() {
        assertThat(new ArrivingBody().joined()).isEqualTo(Bytes.EMPTY);
    }
}
