package io.reprise.formats.jsonl;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Found;
import io.reprise.formats.NotImportedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the requests of batches are, by the ids that their senders gave them. An id is unique within a batch; a file or a directory has one batch.
 * After all files were added, several threads may look for requests.
 */
final class BatchRequests {
    /** The member that an answer and its request have in common. */
    static final String ID = "custom_id";

    private static final Bytes QUOTED_ID = Bytes.utf8("\"" + ID + "\"");

    /** A place takes so many bytes of memory, or fewer. */
    private static final int SIZE_OF_PLACE = 1_000;

    private static final long MOST_PLACES = Math.max(1_000, Runtime.getRuntime().maxMemory() / 4 / SIZE_OF_PLACE);
    private static final long MOST_KEPT = Runtime.getRuntime().maxMemory() / 12;

    private final Map<Key, List<Place>> places = new HashMap<>();
    private final List<Place> all = new ArrayList<>();
    private final BitSet answered = new BitSet();
    private long kept;

    private record Key(String directory, String id) {}

    /**
     * A line with a request.
     *
     * @param index among all requests
     * @param kept its bytes, if its file is compressed; empty for those that have no place in the memory
     */
    private record Place(int index, LogFile file, long line, long from, long to, Optional<Bytes> kept) {}

    /** Whether an object is the request of a batch. */
    static boolean isRequest(Json row) {
        boolean hasRequest = row.get("body").isPresent() || row.get("params").isPresent();
        return hasRequest && !row.text(ID).isEmpty() && !BatchAnswer.isOne(row);
    }

    /** Adds those of a file. What cannot be read is named when it is imported. */
    void addAll(LogFile file) {
        try (Lines lines = file.lines()) {
            for (Optional<Lines.Line> next = lines.next(); next.isPresent(); next = lines.next()) {
                Lines.Line line = next.get();
                if (line.bytes().contains(QUOTED_ID)) {
                    add(file, line);
                }
            }
        } catch (IOException unreadable) {
            // it is read again
        }
    }

    private void add(LogFile file, Lines.Line line) {
        Json row;
        try {
            row = new LogLine(file, line).json();
        } catch (DocumentException broken) {
            return;
        }
        if (!isRequest(row) || all.size() >= MOST_PLACES) {
            return;
        }
        boolean isKept = file.isCompressed() && kept + line.size() <= MOST_KEPT;
        kept += isKept ? line.size() : 0;
        Place place = new Place(
                all.size(),
                file,
                line.number(),
                line.from(),
                line.from() + line.size(),
                Optional.of(line.bytes()).filter(any -> isKept));
        all.add(place);
        places.computeIfAbsent(new Key(file.directory(), row.text(ID)), any -> new ArrayList<>(1))
                .add(place);
    }

    /**
     * The request of an answer, which is in the same file or in another file of the same directory.
     *
     * @throws NotImportedException if it is not there, or several are
     * @throws DocumentException if it cannot be read again
     */
    Json of(LogFile file, Json answer) {
        List<Place> known = places.getOrDefault(new Key(file.directory(), answer.text(ID)), List.of());
        List<Place> own =
                known.stream().filter(place -> place.file().equals(file)).toList();
        List<Place> fitting = own.isEmpty() ? known : own;
        if (fitting.isEmpty()) {
            throw new NotImportedException(
                    all.size() >= MOST_PLACES
                            ? "the source has more requests of batches than the memory of this program holds; import each"
                                    + " batch alone"
                            : "its request is missing; import a directory that has the file of the batch's requests as well");
        }
        List<Json> requests =
                fitting.stream().map(BatchRequests::request).distinct().toList();
        if (requests.size() > 1) {
            throw new NotImportedException(
                    "several requests have its '" + ID + "'; import each batch from a directory of its own");
        }
        synchronized (answered) {
            fitting.forEach(place -> answered.set(place.index()));
        }
        return requests.get(0);
    }

    private static Json request(Place place) {
        if (place.file().isCompressed() && place.kept().isEmpty()) {
            throw new NotImportedException(
                    "its request is in a compressed file that is too large for the memory; decompress that file");
        }
        try {
            Bytes bytes =
                    place.kept().isPresent() ? place.kept().get() : place.file().slice(place.from(), place.to());
            Json row =
                    new LogLine(place.file(), new Lines.Line(place.line(), place.from(), bytes, bytes.size())).json();
            return row.get("params").map(BatchRequests::message).orElseGet(() -> called(row));
        } catch (IOException changed) {
            throw new DocumentException("its request cannot be read: " + FileFailures.unreadable(changed));
        }
    }

    /** Anthropic's batches have requests for messages only. */
    private static Json message(Json body) {
        return new JsonObjectBuilder()
                .with("method", "POST")
                .with("path", "/v1/messages")
                .with("body", body)
                .done();
    }

    /** With the URL to which it was sent, or the body alone. */
    private static Json called(Json row) {
        return row.text("url").isEmpty() ? row.get("body").orElse(Json.NULL) : row;
    }

    /** Names the requests for which no answer was found. */
    void unanswered(Consumer<Found> visitor) {
        for (Place place : all) {
            if (!answered.get(place.index())) {
                visitor.accept(new Found.LeftOut(
                        place.file().origin(place.line()),
                        "it is the request of a batch, and its answer is missing; import a directory that has the file of"
                                + " the batch's answers as well"));
            }
        }
    }
}
