package io.reprise.core.exchange;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The messages of a WebSocket conversation, each of which is a chunk. Their frames are none of the chunk's bytes. */
final class MessageFormat implements StreamFormat {
    private final StreamFormat each = new WholeFormat();

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of();
    }

    @Override
    public Framer framer() {
        return each.framer();
    }

    @Override
    public List<Bytes> repair(String text) {
        return each.repair(text);
    }

    @Override
    public List<Payload> payloads(Bytes chunk) {
        return each.payloads(chunk);
    }

    @Override
    public Optional<PlainChunk> plain(Bytes chunk, int index) {
        return each.plain(chunk, index);
    }

    @Override
    public Bytes chunk(PlainChunk plain, int index) {
        return each.chunk(plain, index);
    }
}
