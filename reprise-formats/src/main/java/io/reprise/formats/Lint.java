package io.reprise.formats;

import io.reprise.core.store.StoreLint;
import java.util.function.Consumer;

/** Looks for what is wrong with recordings in another tool's form. */
public interface Lint {
    /**
     * Reads all of them once; {@code findings} learns of each problem as soon as it is known.
     *
     * @throws FormatException if they cannot be listed
     */
    void check(Consumer<StoreLint.Finding> findings);
}
