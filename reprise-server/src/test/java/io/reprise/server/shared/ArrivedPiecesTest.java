package io.reprise.server.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.reprise.server.memory.MemoryBudget;
import io.reprise.server.memory.SpillFiles;
import io.reprise.server.recording.ArrivedPiece;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivedPiecesTest {
    private static final int LIMIT = 4 << 20;

    @TempDir
    Path directory;

    private final MemoryBudget budget = new MemoryBudget(LIMIT);

    private ArrivedPieces pieces() {
        return new ArrivedPieces(
                new AnswerMemory(budget, new SpillFiles(directory), Runnable::run, 1 << 30), true, () -> {});
    }

    private static byte[] numbered(int number, int size) {
        return ByteBuffer.allocate(Math.max(size, Integer.BYTES)).putInt(number).array();
    }

    @Test
    void manySmallOnesTakeLittleMemory() {
        ArrivedPieces pieces = pieces();
        int count = 100_000; // with all that is known of a piece in memory, these take more than twice the limit

        for (int i = 0; i < count; i++) {
            pieces.add(i, Unpooled.wrappedBuffer(numbered(i, 20)));
        }

        assertThat(pieces.loss()).isEmpty();
        assertThat(pieces.count()).isEqualTo(count);
        List<ArrivedPiece> all = pieces.all();
        assertThat(all).hasSize(count);
        for (int i = 0; i < count; i += 97) {
            assertThat(all.get(i).at()).isEqualTo(i);
            assertThat(all.get(i).read()).isEqualTo(numbered(i, 20));
        }
        pieces.close();
        assertThat(budget.used(MemoryBudget.Use.ANSWERS)).isZero();
    }

    @Test
    void thoseInTheFileAndThoseInMemoryAreOneList() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ArrivedPieces pieces = pieces();
        List<byte[]> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            byte[] next = numbered(i, random.nextInt(50) == 0 ? random.nextInt(100_000) : random.nextInt(300));
            expected.add(next);
            pieces.add(i / 3, Unpooled.wrappedBuffer(next));
            if (i % 500 == 0 || i == 2_999) {
                int from = random.nextInt(i + 1);
                List<ArrivedPiece> some = pieces.some(from, i + 1, 10_000);
                List<ArrivedPiece> all = pieces.all();
                assertThat(some).as("seed %d", seed).isNotEmpty();
                assertThat(all).as("seed %d", seed).hasSize(i + 1);
                for (int j = 0; j < some.size(); j++) {
                    assertThat(some.get(j).read())
                            .as("seed %d, %d", seed, from + j)
                            .isEqualTo(expected.get(from + j));
                }
                for (int j = 0; j <= i; j++) {
                    assertThat(all.get(j).read()).as("seed %d, %d", seed, j).isEqualTo(expected.get(j));
                    assertThat(all.get(j).at()).isEqualTo(j / 3);
                }
            }
        }
        assertThat(pieces.loss()).isEmpty();
        assertThat(pieces.all().stream().filter(piece -> piece.inMemory().isEmpty()))
                .isNotEmpty();
        pieces.close();
    }
}
