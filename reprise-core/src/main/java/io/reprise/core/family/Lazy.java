package io.reprise.core.family;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed when it is first needed, and then kept. Safe for use by several threads: one computes,
 * others wait.
 */
final class Lazy<T> {
    private final Supplier<T> computation;
    private @Nullable T value;

    Lazy(Supplier<T> computation) {
        this.computation = computation;
    }

    synchronized T value() {
        T known = value;
        if (known == null) {
            known = computation.get();
            value = known;
        }
        return known;
    }

    /** Forgets the value; it is computed again when it is needed. */
    synchronized void release() {
        value = null;
    }
}
