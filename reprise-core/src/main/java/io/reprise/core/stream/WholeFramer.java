package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import java.util.List;
import java.util.Optional;

/** A body that is no stream: one chunk, which is complete when the body is. */
final class WholeFramer implements Framer {
    private final PendingBytes body = new PendingBytes();

    @Override
    public List<Bytes> feed(Bytes piece) {
        body.add(piece, 0, piece.size());
        return List.of();
    }

    @Override
    public Optional<Bytes> rest() {
        return body.rest();
    }
}
