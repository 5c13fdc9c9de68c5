package io.reprise.core.replay.fault;

import io.reprise.core.key.Key;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.rule.Terms;
import java.util.Random;

/**
 * Which of the requests that match a rule get its faults.
 *
 * @param first only this many of them
 * @param every only every so many of them, such as every third
 * @param probability from 0 to 1
 */
record Chance(long first, long every, double probability, long seed, Per per) {
    static final Chance ALWAYS = new Chance(Long.MAX_VALUE, 1, 1, 0, Per.TEST);

    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** Which requests are counted together. */
    enum Per {
        TEST,
        QUESTION,
        ALL
    }

    static Chance parse(Terms terms) {
        long first = terms.whole("first", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        long every = terms.whole("every", 1, Long.MAX_VALUE).orElse(1L);
        double probability = terms.part("probability").orElse(1.0);
        long seed = terms.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L);
        Per per = switch (terms.text("per").orElse("test")) {
            case "test" -> Per.TEST;
            case "question" -> Per.QUESTION;
            case "all" -> Per.ALL;
            default -> throw terms.wrong("per must be test, question or all");
        };
        if (first < every) {
            throw terms.wrong("first=" + first + " ends before every=" + every + " applies, so it would never happen");
        }
        return new Chance(first, every, probability, seed, per);
    }

    boolean counts() {
        return first < Long.MAX_VALUE || every > 1;
    }

    boolean draws() {
        return probability < 1;
    }

    /** @param number 1 for the first request, 2 for the second, … */
    boolean strikes(long number) {
        return number <= first && number % every == 0;
    }

    /** @param turn how often the question was asked before; what else is asked in between does not matter */
    boolean draw(Key question, int turn) {
        long draw = Occasion.of(question, turn, 1).draw() ^ seed * SPREAD;
        return new Random(draw).nextDouble() < probability;
    }
}
