package io.reprise.core.replay.pace;

import io.reprise.core.key.Key;

/**
 * One replay of an answer.
 *
 * @param draw decides the variation: the same number gives the same times
 * @param running how many answers the server is sending, this one included
 */
public record Occasion(long draw, int running) {
    /** For schedules that are the same each time. */
    public static final Occasion ANY = new Occasion(0, 1);

    /** @param turn how often the question was answered before in this run of its test */
    public static Occasion of(Key key, int turn, int running) {
        return new Occasion(mix(Long.parseUnsignedLong(key.hex().substring(0, 16), 16) + turn), running);
    }

    /** Spreads neighbouring numbers over all numbers (the finalizer of SplitMix64). */
    static long mix(long number) {
        long mixed = number + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
