package io.reprise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A program that writes files and may be killed at any moment, and what must hold then. */
interface CrashScene {
    /** Takes what the program has made durable. */
    interface Acknowledgements {
        void add(String what);
    }

    /**
     * When a program is killed.
     *
     * @param acknowledgements that it has made by then
     * @param nanosAfter the last of them
     */
    record Moment(int acknowledgements, long nanosAfter) {
        /** For what acknowledges each round of many files: after some of them, in the first round or a later one. */
        static Moment withinRound(Random random) {
            int rounds = random.nextInt(2);
            return new Moment(rounds, random.nextInt(rounds == 0 ? 1_500_000_000 : 300_000_000));
        }
    }

    /** Any moment: for what acknowledges each file. */
    default Moment moment(Random random) {
        return new Moment(1 + random.nextInt(30), random.nextInt(3_000_000));
    }

    /** Makes what the program needs, in an empty directory. */
    default void prepare(Path directory) throws IOException {}

    /** Writes, and says what it has written, until it is killed or has nothing more to do. Goes on where another was killed. */
    void write(Path directory, long seed, Acknowledgements acknowledged) throws Exception;

    /**
     * Fails if anything is torn, or anything is lost that was acknowledged.
     *
     * @param acknowledged by all programs so far, in order
     * @param what for messages
     */
    void check(Path directory, List<String> acknowledged, String what) throws Exception;
}
