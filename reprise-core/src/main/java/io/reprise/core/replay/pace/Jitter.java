package io.reprise.core.replay.pace;

import java.util.Random;

/**
 * The variation of a model's times: a normal distribution around the mean, cut off on both sides at three standard
 * deviations, or where a time would become negative.
 *
 * @param part the standard deviation of one time, as a part of the time, from 0 to 1
 */
public record Jitter(double part, long seed) {
    private static final double MOST_DEVIATIONS = 3;

    /** Factors around 1, one after another. */
    static final class Draws {
        private final double part;
        private final Random random;

        private Draws(double part, Random random) {
            this.part = part;
            this.random = random;
        }

        /** The factor by which the sum of that many times differs from its mean; their variations partly cancel out. */
        double of(long times) {
            if (part == 0) {
                return 1;
            }
            double most = Math.min(MOST_DEVIATIONS, 1 / part);
            double deviation = Math.max(-most, Math.min(most, random.nextGaussian()));
            return 1 + deviation * part / Math.sqrt((double) times);
        }
    }

    /** The draws for one replay. {@link Random}, since its specification fixes every draw for all Java versions. */
    Draws draws(long replay) {
        return new Draws(part, new Random(Occasion.mix(seed ^ Occasion.mix(replay))));
    }
}
