package io.reprise.core.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A recording could not be read or kept. The message says what, where and what to do next. */
public final class StoreException extends RuntimeException {
    private final transient @Nullable Unreadable unreadable;

    /**
     * A file of the store that cannot be read.
     *
     * @param location within the store
     * @param why without the location
     * @param remedy for a file that belongs to a store
     */
    public record Unreadable(String location, String why, String remedy) {}

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.unreadable = null;
    }

    private StoreException(Unreadable unreadable, @Nullable Throwable cause) {
        super(
                "'" + unreadable.location() + "' cannot be read: " + unreadable.why() + "; " + unreadable.remedy(),
                cause);
        this.unreadable = unreadable;
    }

    /** About a file that cannot be read. */
    public static StoreException unreadable(String location, String why, String remedy, @Nullable Throwable cause) {
        return new StoreException(new Unreadable(location, why, remedy), cause);
    }

    /** The parts of the message, if it is about one file that cannot be read. */
    public Optional<Unreadable> unreadable() {
        return Optional.ofNullable(unreadable);
    }
}
