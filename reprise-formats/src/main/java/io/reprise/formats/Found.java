package io.reprise.formats;

import io.reprise.core.store.Recording;
import java.util.List;

/** One thing in another tool's recordings. */
public sealed interface Found {
    /** Where it was: the path of its file within the source, and where the file holds several, which one. */
    String origin();

    /**
     * Something that has become a recording. Which occurrence it is, whoever keeps it finds out: answers to the same question
     * come in the order in which they are to be given.
     *
     * @param losses what the recording does not say any more; empty where it says everything
     */
    record Converted(String origin, Recording recording, List<Loss> losses) implements Found {
        public Converted {
            losses = List.copyOf(losses);
        }
    }

    /**
     * Something that could not become a recording.
     *
     * @param reason for people, in lower case, the same for all things of one kind
     */
    record LeftOut(String origin, String reason) implements Found {}
}
