package io.reprise.formats;

import java.util.List;

/** What became of a recording that was to be written in another tool's form. */
public sealed interface Exported {
    /**
     * It is there.
     *
     * @param location the file, relative to the target
     * @param isChanged false where the file said the same before
     * @param losses what the file does not say, though the recording does
     */
    record Written(String location, boolean isChanged, List<Loss> losses) implements Exported {
        public Written {
            losses = List.copyOf(losses);
        }
    }

    /** It cannot be expressed; {@code reason} is for people, in lower case. */
    record LeftOut(String reason) implements Exported {}
}
