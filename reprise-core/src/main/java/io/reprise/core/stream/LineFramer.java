package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Newline-delimited JSON: a chunk is a line with its line feed. */
final class LineFramer implements Framer {
    private final PendingBytes line = new PendingBytes();

    @Override
    public List<Bytes> feed(Bytes piece) {
        List<Bytes> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < piece.size(); i++) {
            if (piece.at(i) == '\n') {
                lines.add(line.complete(piece, start, i + 1));
                start = i + 1;
            }
        }
        line.add(piece, start, piece.size());
        return lines;
    }

    @Override
    public Optional<Bytes> rest() {
        return line.rest();
    }
}
