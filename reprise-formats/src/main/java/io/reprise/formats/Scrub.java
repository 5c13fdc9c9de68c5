package io.reprise.formats;

import io.reprise.core.store.ScrubStep;
import java.util.function.Consumer;

/** Masks credentials in another tool's recordings. */
public interface Scrub {
    /**
     * Reads all of them once; {@code steps} learns of each file that changes or cannot be read, {@code progress} of all.
     *
     * @throws FormatException if they cannot be listed
     */
    void run(Consumer<ScrubStep> steps, Runnable progress);
}
