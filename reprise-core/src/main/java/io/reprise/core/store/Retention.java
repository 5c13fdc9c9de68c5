package io.reprise.core.store;

import io.reprise.core.plan.MaxAge;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which recordings of a shared store are to be deleted. All answers to a question in a test go together, when the latest of them is due: what is
 * left can be replayed.
 *
 * <p>Nothing is due where nothing limits what stays.
 *
 * @param age since they were recorded
 * @param unused since a server last replayed or recorded one of them, in days of UTC
 * @param most bytes of all that stay: those that were not used for the longest time go first
 */
public record Retention(Optional<MaxAge> age, Optional<MaxAge> unused, OptionalLong most) {
    /**
     * What was deleted, or would be.
     *
     * @param questions in tests: the same question of two tests counts twice
     * @param bytes of the recordings, compressed
     */
    public record Outcome(long questions, long recordings, long bytes, long staying, long bytesStaying) {}
}
