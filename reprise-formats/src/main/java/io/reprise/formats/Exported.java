package io.reprise.formats;

import java.util.List;

/** The result for a recording that was to be written in another tool's format. */
public sealed interface Exported {
    /**
     * It is written.
     *
     * @param location the file, relative to the target
     * @param isChanged false if the file had the same content before
     * @param losses what the recording has and the file does not
     */
    record Written(String location, boolean isChanged, List<Loss> losses) implements Exported {
        public Written {
            losses = List.copyOf(losses);
        }
    }

    /** It cannot be expressed; {@code reason} is for people, in lower case. */
    record LeftOut(String reason) implements Exported {}
}
