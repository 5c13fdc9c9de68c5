package io.reprise.core.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A body that is not a stream: one chunk, which is complete when the body is. */
final class WholeFormat implements StreamFormat {
    private static final class WholeFramer implements Framer {
        private final List<Bytes> pieces = new ArrayList<>();

        @Override
        public List<Bytes> feed(Bytes piece) {
            pieces.add(piece);
            return List.of();
        }

        @Override
        public Optional<Bytes> rest() {
            Bytes body = Bytes.concat(pieces);
            pieces.clear();
            return body.isEmpty() ? Optional.empty() : Optional.of(body);
        }
    }

    @Override
    public String name() {
        return "whole";
    }

    @Override
    public boolean isStream() {
        return false;
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of();
    }

    @Override
    public Framer framer() {
        return new WholeFramer();
    }

    @Override
    public List<Bytes> repair(String text) {
        return text.isEmpty() ? List.of() : List.of(Bytes.utf8(text));
    }

    @Override
    public List<Payload> payloads(Bytes chunk) {
        return chunk.isEmpty() ? List.of() : List.of(Payload.of(0, chunk.size()));
    }

    @Override
    public Optional<PlainChunk> plain(Bytes chunk, int index) {
        return chunk.decode().map(PlainChunk::of);
    }

    @Override
    public Bytes chunk(PlainChunk plain, int index) {
        return Bytes.utf8(plain.json());
    }
}
