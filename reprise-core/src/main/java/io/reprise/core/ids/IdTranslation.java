package io.reprise.core.ids;

import java.util.Optional;

/** The recorded values for values that clients got in their place. */
public interface IdTranslation {
    IdTranslation NONE = new IdTranslation() {
        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public Optional<String> kept(String given) {
            return Optional.empty();
        }
    };

    /** Whether there is no pair, so that nothing need be looked at. */
    boolean isEmpty();

    /** What is recorded in the place of {@code given}; empty if it stands for itself. */
    Optional<String> kept(String given);
}
