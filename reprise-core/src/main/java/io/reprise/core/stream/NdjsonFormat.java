package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Newline-delimited JSON: a chunk is a line, with its line end. */
final class NdjsonFormat implements StreamFormat {
    @Override
    public String name() {
        return "ndjson";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(
                "application/x-ndjson",
                "application/ndjson",
                "application/jsonl",
                "application/x-jsonl",
                "application/x-jsonlines");
    }

    @Override
    public Framer framer() {
        return new LineFramer();
    }

    /** Empty lines are left out. */
    @Override
    public List<Bytes> repair(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> Bytes.utf8(line + "\n"))
                .toList();
    }

    @Override
    public List<Payload> payloads(Bytes chunk) {
        List<Payload> payloads = new ArrayList<>(1);
        for (int start = 0; start < chunk.size(); ) {
            int end = chunk.indexOf('\n', start);
            int next = end < 0 ? chunk.size() : end + 1;
            end = end < 0 ? next : end > start && chunk.at(end - 1) == '\r' ? end - 1 : end;
            if (end > start) {
                payloads.add(Payload.of(start, end));
            }
            start = next;
        }
        return payloads;
    }

    @Override
    public Optional<PlainChunk> plain(Bytes chunk, int index) {
        int end = chunk.size() - 1;
        return end >= 0 && chunk.at(end) == '\n' ? chunk.decode(0, end).map(PlainChunk::of) : Optional.empty();
    }

    @Override
    public Bytes chunk(PlainChunk plain, int index) {
        return Bytes.utf8(plain.json() + "\n");
    }
}
