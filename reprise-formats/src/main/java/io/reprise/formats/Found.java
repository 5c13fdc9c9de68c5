package io.reprise.formats;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.store.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One thing in another tool's recordings. */
public sealed interface Found {
    /**
     * What {@code reading} finds, or the reason why there is nothing.
     *
     * @param reading may throw {@link NotImportedException} and {@link DocumentException}
     */
    static Found orReason(String origin, Supplier<Found> reading) {
        return allOrReason(origin, () -> List.of(reading.get())).get(0);
    }

    /** As {@link #orReason}, for a part of a file that may be several things. */
    static List<Found> allOrReason(String origin, Supplier<List<Found>> reading) {
        try {
            return reading.get();
        } catch (NotImportedException reason) {
            return List.of(new LeftOut(origin, String.valueOf(reason.getMessage())));
        } catch (DocumentException broken) {
            return List.of(new Unreadable(origin, String.valueOf(broken.getMessage())));
        }
    }

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
            return with(recording.with(exchange.with(timed)));
        }

        /**
         * With the times of its chunks; the same if it has more or fewer chunks.
         *
         * @param times in milliseconds since the request
         */
        public Converted arrivedAt(List<Long> times) {
            Exchange exchange = recording.exchange();
            List<Chunk> chunks = exchange.response().chunks();
            if (chunks.size() != times.size()) {
                return this;
            }
            List<Chunk> timed = new ArrayList<>();
            for (Chunk chunk : chunks) {
                timed.add(new Chunk(times.get(timed.size()), chunk.bytes()));
            }
            return with(recording.with(exchange.with(exchange.response().withChunks(timed))))
                    .without(RecordedAnswer.TIMES);
        }

        /** The same without a loss: the recording has it after all. */
        public Converted without(Loss loss) {
            return new Converted(
                    origin,
                    recording,
                    losses.stream().filter(each -> !each.equals(loss)).toList());
        }

        /** The same with another recording. */
        public Converted with(Recording other) {
            return new Converted(origin, other, losses);
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
