package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.StreamFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream format: the chunks do not depend on how the bytes are cut, joined they are the bytes, and what is understood of a chunk gives the
 * same chunk again.
 */
record StreamTarget(StreamFormat format, List<Bytes> seeds) implements FuzzTarget {
    private static final int SMALL = 7;

    @Override
    public void check(Input input) {
        Bytes body = input.bytes();
        List<Bytes> chunks = cut(List.of(body));
        Expect.same(Bytes.concat(chunks), body, "the chunks, joined, are the body");
        Expect.same(cut(input.pieces(body, 1)), chunks, "the chunks of single bytes");
        Expect.same(cut(input.pieces(body, SMALL)), chunks, "the chunks of small pieces");
        for (int i = 0; i < chunks.size(); i++) {
            check(chunks.get(i), i);
        }
        List<Bytes> repaired = format.repair(input.text());
        Expect.same(cut(List.of(Bytes.concat(repaired))), repaired, "the chunks of what was repaired");
    }

    private void check(Bytes chunk, int index) {
        format.plain(chunk, index)
                .ifPresent(plain -> Expect.same(format.chunk(plain, index), chunk, "the chunk of its plain content"));
        format.spelled(chunk, index)
                .ifPresent(spelled -> Expect.same(
                        format.chunk(spelled.plain(), spelled.dialect(), index), chunk, "the chunk of its dialect"));
        Bytes content = format.content(chunk);
        int done = 0;
        for (Payload payload : format.payloads(chunk)) {
            for (Payload.Part part : payload.parts()) {
                Expect.that(part.start() >= done && part.end() >= part.start(), "payloads are in their order");
                done = part.end();
            }
            Expect.that(done <= content.size(), "payloads are within the content");
            Expect.that(payload.text(content).length() <= content.size(), "a payload is no longer than the content");
        }
        Expect.that(format.isEndMark(chunk) || !format.closes(chunk) || chunk.size() > 0, "nothing closes no stream");
        Expect.that(format.repeated(chunk, index).size() >= 0, "a chunk can be said again");
    }

    private List<Bytes> cut(List<Bytes> pieces) {
        Framer framer = format.framer();
        List<Bytes> chunks = new ArrayList<>();
        pieces.forEach(piece -> chunks.addAll(framer.feed(piece)));
        framer.rest().ifPresent(chunks::add);
        Expect.that(framer.rest().isEmpty(), "the framer is empty at the end");
        return chunks;
    }
}
