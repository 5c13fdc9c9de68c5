package io.reprise.core.plan;

/** Where a new answer belongs among those to the same question. */
public sealed interface Position {
    /**
     * The first of a run that records again: in the place of all that earlier runs recorded. Where another server has recorded in the same run, it
     * comes after that.
     *
     * @param mayBeThere whether it may have been kept before, so that it is not kept again after one that says the same
     */
    record First(boolean mayBeThere) implements Position {
        public First() {
            this(false);
        }
    }

    /** The only one: in the place of all others, also of those of the same run. */
    record Only() implements Position {}

    /**
     * After all others.
     *
     * @param given how often the question was answered by recordings before; where they belong to no test, they come before this one
     */
    record Next(int given) implements Position {
        public Next() {
            this(0);
        }
    }

    /**
     * After all others, if it says something else than the last of them; else nowhere.
     *
     * @param given as of {@link Next}
     */
    record NextChange(int given) implements Position {
        public NextChange() {
            this(0);
        }
    }

    /** In the place of the first that is older than it may be, or after all others if none is. */
    record Renewal() implements Position {}

    /**
     * In the place of one, or after the last where there are fewer.
     *
     * @param number 1 for the first that there is, whatever its occurrence is called
     */
    record At(int number) implements Position {
        public At {
            if (number < 1) {
                throw new IllegalArgumentException("positions count from 1, not " + number);
            }
        }
    }
}
