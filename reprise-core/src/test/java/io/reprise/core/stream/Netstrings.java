package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chunks such as {@code 7:{"a":1},} with the number of bytes before them: a format that only tests know. */
public final class Netstrings implements StreamFormat {
    private static final class NetstringFramer implements Framer {
        private final PendingBytes chunk = new PendingBytes();
        private int length;
        /** Bytes that are still to come, with the comma; -1 while the length is read. */
        private int missing = -1;

        @Override
        public List<Bytes> feed(Bytes piece) {
            List<Bytes> chunks = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < piece.size(); i++) {
                if (missing > 0) {
                    missing--;
                } else if (piece.at(i) == ':') {
                    missing = length + 1;
                } else {
                    length = (length * 10 + (piece.at(i) & 0xf)) % 1_000;
                }
                if (missing == 0) {
                    chunks.add(chunk.complete(piece, start, i + 1));
                    start = i + 1;
                    missing = -1;
                    length = 0;
                }
            }
            chunk.add(piece, start, piece.size());
            return chunks;
        }

        @Override
        public Optional<Bytes> rest() {
            missing = -1;
            length = 0;
            return chunk.rest();
        }
    }

    @Override
    public String name() {
        return "netstrings";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("application/x-netstrings");
    }

    @Override
    public Framer framer() {
        return new NetstringFramer();
    }

    @Override
    public List<Bytes> repair(String text) {
        return text.lines().map(line -> chunk(PlainChunk.of(line), 0)).toList();
    }

    @Override
    public List<Payload> payloads(Bytes chunk) {
        int start = chunk.indexOf(':', 0) + 1;
        int end = chunk.size() - 1;
        return start > 0 && start < end ? List.of(Payload.of(start, end)) : List.of();
    }

    @Override
    public Optional<PlainChunk> plain(Bytes chunk, int index) {
        return payloads(chunk).stream()
                .findFirst()
                .flatMap(payload -> chunk.decode(
                        payload.parts().get(0).start(), payload.parts().get(0).end()))
                .map(PlainChunk::of)
                .filter(plain -> chunk(plain, index).equals(chunk));
    }

    @Override
    public Bytes chunk(PlainChunk plain, int index) {
        int size = plain.json().getBytes(StandardCharsets.UTF_8).length;
        return Bytes.utf8(size + ":" + plain.json() + ",");
    }

    /** The length is counted again. */
    @Override
    public Bytes replace(Bytes chunk, List<Bytes.Replacement> replacements) {
        Bytes changed = chunk.replace(replacements);
        int start = changed.indexOf(':', 0);
        Bytes length = Bytes.utf8(String.valueOf(changed.size() - start - 2));
        return changed.replace(List.of(new Bytes.Replacement(0, start, length)));
    }
}
