package io.reprise.formats;

import io.reprise.core.store.housekeeping.StoreLint;
import java.util.function.Consumer;

/** Looks for problems in another tool's recordings. */
public interface Lint {
    /**
     * Reads all of them once; {@code findings} learns of each problem as soon as it is known.
     *
     * @throws FormatException if they cannot be listed
     */
    void check(Consumer<StoreLint.Finding> findings);
}
