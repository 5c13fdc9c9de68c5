package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.SpelledChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Newline-delimited JSON: a chunk is a line, with its line end. */
final class NdjsonFormat implements StreamFormat {
    private static final String LINE_END = "line-end";
    private static final Bytes LF = Bytes.utf8("\n");
    private static final Bytes CR_LF = Bytes.utf8("\r\n");

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
                "application/jsonlines",
                "application/x-jsonlines",
                "application/stream+json",
                "text/x-ndjson");
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
        return spelled(chunk, index)
                .filter(spelled -> spelled.dialect().isUsual())
                .map(SpelledChunk::plain);
    }

    @Override
    public Optional<SpelledChunk> spelled(Bytes chunk, int index) {
        String end = chunk.endsWith(CR_LF) ? "\r\n" : chunk.endsWith(LF) ? "\n" : "";
        int size = chunk.size() - end.length();
        boolean isOneLine = chunk.indexOf('\n', 0) == (end.isEmpty() ? -1 : chunk.size() - 1);
        Dialect dialect = end.equals("\n") ? Dialect.USUAL : new Dialect(Map.of(LINE_END, end));
        return isOneLine
                ? chunk.decode(0, size).map(json -> new SpelledChunk(PlainChunk.of(json), dialect))
                : Optional.empty();
    }

    @Override
    public Bytes chunk(PlainChunk plain, int index) {
        return Bytes.utf8(plain.json() + "\n");
    }

    @Override
    public Bytes chunk(PlainChunk plain, Dialect dialect, int index) {
        DialectRules.onlyHas(dialect, name(), Set.of(LINE_END));
        DialectRules.hasNoFields(plain, name());
        String end = DialectRules.oneOf(dialect, LINE_END, "\n", Set.of("\n", "\r\n", ""));
        if (plain.json().indexOf('\n') >= 0) {
            throw new IllegalArgumentException("'" + name() + "' cannot have JSON of several lines");
        }
        return Bytes.utf8(plain.json() + end);
    }
}
