package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts an array after each element. A body that is no array is never cut. */
final class JsonArrayFramer implements Framer {
    private final PendingBytes chunk = new PendingBytes();
    private JsonArrayScan scan = new JsonArrayScan();

    @Override
    public List<Bytes> feed(Bytes piece) {
        List<Bytes> chunks = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < piece.size(); i++) {
            if (scan.endsBefore(piece.at(i))) {
                chunks.add(chunk.complete(piece, start, i));
                start = i;
            }
            if (scan.read(piece.at(i))) {
                chunks.add(chunk.complete(piece, start, i + 1));
                start = i + 1;
            }
        }
        chunk.add(piece, start, piece.size());
        return chunks;
    }

    @Override
    public Optional<Bytes> rest() {
        scan = new JsonArrayScan();
        return chunk.rest();
    }
}
