package io.reprise.formats;

import io.reprise.core.store.Recording;
import java.util.List;

/** One thing in another tool's recordings. */
public sealed interface Found {
    /** Its origin: the path of its file within the source, and which part of the file, if the file has several. */
    String origin();

    /**
     * Something that was converted to a recording. Its occurrence is decided when it is kept. Answers to the same
     * question come in the order of their replay.
     *
     * @param losses what the recording cannot hold; empty if nothing is lost
     */
    record Converted(String origin, Recording recording, List<Loss> losses) implements Found {
        public Converted {
            losses = List.copyOf(losses);
        }
    }

    /**
     * Something that is no recording: it has nothing that an HTTP client has asked.
     *
     * @param reason for people, in lower case, the same for all things of one kind
     */
    record LeftOut(String origin, String reason) implements Found {}

    /**
     * Something that seems to be a recording, but cannot be read or is not understood.
     *
     * @param reason for people, in lower case
     */
    record Unreadable(String origin, String reason) implements Found {}
}
