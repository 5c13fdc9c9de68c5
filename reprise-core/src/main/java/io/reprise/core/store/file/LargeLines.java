package io.reprise.core.store.file;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.LargeChunks;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.SpelledChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Spelling;
import io.reprise.core.store.file.member.MemberLines;
import io.reprise.core.store.file.spelling.DialectChoice;
import io.reprise.core.store.file.spelling.SpellingChoice;
import io.reprise.core.store.file.spelling.SpellingSurvey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The lines that {@link ChunkLines} has, of chunks that are not in memory: they are gone through twice or three times. */
final class LargeLines {
    /** So many characters are written at once. */
    private static final int BATCH = 64 << 10;

    /** So many lines share what they begin with. */
    private static final int LINES = 256;

    private final StreamFormat format;
    private final LargeChunks chunks;
    private final Dialect dialect;
    private final Spelling spelling;

    private LargeLines(StreamFormat format, LargeChunks chunks) {
        this.format = format;
        this.chunks = chunks;
        this.dialect = DialectChoice.of(format, chunks, new Spelled());
        this.spelling = SpellingSurvey.of(this::texts);
    }

    /** The chunks in their spelling, each found out when it is asked for. */
    private final class Spelled extends AbstractList<Optional<SpelledChunk>> {
        @Override
        public Optional<SpelledChunk> get(int index) {
            return format.spelled(chunks.get(index).bytes(), index);
        }

        @Override
        public int size() {
            return chunks.size();
        }
    }

    static LargeLines of(StreamFormat format, LargeChunks chunks) {
        return new LargeLines(format, chunks);
    }

    private void texts(Consumer<String> visitor) {
        new Spelled().forEach(spelled -> visitor.accept(json(spelled)));
    }

    private static String json(Optional<SpelledChunk> spelled) {
        return spelled.map(SpelledChunk::plain).orElse(PlainChunk.EMPTY).json();
    }

    Dialect dialect() {
        return dialect;
    }

    Spelling spelling() {
        return spelling;
    }

    /**
     * Writes all lines, and what is in {@code lines} already.
     *
     * @return whether a reader of version 1 understands them
     */
    boolean write(MemberLines lines, FileChannel channel) throws IOException {
        ChunkLines.Writing writing = new ChunkLines.Writing(format, dialect, spelling);
        List<Optional<SpelledChunk>> spelled = new ArrayList<>(LINES);
        List<String> texts = new ArrayList<>(LINES);
        List<Chunk> batch = new ArrayList<>(LINES);
        int size = 0;
        for (int index = 0; index < chunks.size(); index++) {
            Chunk chunk = chunks.get(index);
            batch.add(chunk);
            spelled.add(format.spelled(chunk.bytes(), index));
            texts.add(json(spelled.get(batch.size() - 1)));
            size += chunk.bytes().size();
            if (batch.size() == LINES || size > BATCH || index == chunks.size() - 1) {
                int[] padding = spelling.paddings(texts);
                int first = index + 1 - batch.size();
                for (int i = 0; i < padding.length; i++) {
                    lines.line(writing.line(batch.get(i), first + i, spelled.get(i), padding[i]));
                }
                batch.clear();
                spelled.clear();
                texts.clear();
                size = 0;
                lines.take().writeTo(channel);
            }
        }
        return writing.isOld() && dialect.isUsual() && SpellingChoice.isOld(spelling);
    }
}
