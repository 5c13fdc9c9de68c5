package io.reprise.formats;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
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

        /**
         * With the time of the last byte, if the response is one chunk. Those of more are not known then.
         *
         * @param millis since the request
         */
        public Converted arrivedAt(long millis) {
            Exchange exchange = recording.exchange();
            Response response = exchange.response();
            if (response.isStream() || response.chunks().size() != 1) {
                return this;
            }
            Response timed = response.withChunks(
                    List.of(new Chunk(millis, response.chunks().get(0).bytes())));
            return new Converted(
                    origin,
                    new Recording(
                            recording.test(),
                            recording.upstream(),
                            recording.occurrence(),
                            exchange.with(timed),
                            recording.recordedOn()),
                    losses);
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
