package io.reprise.core.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A recording could not be read or kept. The message says what, where and what to do next. */
public final class StoreException extends RuntimeException {
    private final transient @Nullable Unreadable unreadable;
    private final boolean isAway;

    /**
     * A file of the store that cannot be read.
     *
     * @param location within the store
     * @param why without the location
     * @param remedy for a file that belongs to a store
     */
    public record Unreadable(String location, String why, String remedy) {}

    public StoreException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private StoreException(String message, @Nullable Throwable cause, boolean isAway) {
        super(message, cause);
        this.unreadable = null;
        this.isAway = isAway;
    }

    private StoreException(Unreadable unreadable, @Nullable Throwable cause) {
        super(
                "'" + unreadable.location() + "' cannot be read: " + unreadable.why() + "; " + unreadable.remedy(),
                cause);
        this.unreadable = unreadable;
        this.isAway = false;
    }

    /** Of a store that does not do it at this moment, and may do it later. */
    public static StoreException away(String message, @Nullable Throwable cause) {
        return new StoreException(message, cause, true);
    }

    /** Whether the same may succeed later, without anything else being done in this program. */
    public boolean isAway() {
        return isAway;
    }

    /** About a file that cannot be read. */
    public static StoreException unreadable(String location, String why, String remedy, @Nullable Throwable cause) {
        return new StoreException(new Unreadable(location, why, remedy), cause);
    }

    /** About a recording for which something failed that nobody has foreseen: it must harm no other. */
    public static StoreException unforeseen(String location, RuntimeException cause) {
        return unreadable(
                location, "Reprise does not understand it", "correct it, or delete it to record it again", cause);
    }

    /** The parts of the message, if it is about one file that cannot be read. */
    public Optional<Unreadable> unreadable() {
        return Optional.ofNullable(unreadable);
    }
}
