package io.reprise.server.reading;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How far a store has been read.
 *
 * @param read recordings, with those that are broken
 * @param found recordings that there are; empty until they have been counted
 */
public record ReadingProgress(long read, OptionalLong found, boolean isComplete) {
    /** Adds the members that docs/control-api.md describes. */
    public JsonObjectBuilder members(JsonObjectBuilder object) {
        return object.with("complete", isComplete)
                .with("read", read)
                .with("found", found.isPresent() ? new Json.JsonNumber(String.valueOf(found.getAsLong())) : Json.NULL);
    }

    /** The same where something may be missing all the same. */
    public ReadingProgress unfinished() {
        return new ReadingProgress(read, found, false);
    }

    /** Such as {@code 12,300 of 53,562 recordings have been read}. */
    public String words() {
        return found.isPresent()
                ? String.format(Locale.ROOT, "%,d of %,d recordings have been read", read, found.getAsLong())
                : String.format(
                        Locale.ROOT, "%,d %s been read so far", read, read == 1 ? "recording has" : "recordings have");
    }
}
