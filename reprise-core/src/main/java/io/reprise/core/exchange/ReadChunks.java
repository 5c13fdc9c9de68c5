package io.reprise.core.exchange;

import java.util.Optional;

/** The chunks of an answer that is read from its place. Only to be gone through in their order, as often as needed: to step back is to begin again. */
public final class ReadChunks extends LargeChunks implements AutoCloseable {
    private final LargeAnswer answer;
    private Optional<LargeAnswer.Pieces> open = Optional.empty();
    private Optional<Chunk> current = Optional.empty();
    private int at = -1;

    public ReadChunks(LargeAnswer answer) {
        this.answer = answer;
    }

    @Override
    public Chunk get(int index) {
        if (index < at || open.isEmpty()) {
            close();
            open = Optional.of(answer.open());
            at = -1;
        }
        while (at < index) {
            current = open.get().next();
            at++;
        }
        return current.orElseThrow(() -> new IndexOutOfBoundsException(index));
    }

    @Override
    public int size() {
        return answer.chunks();
    }

    @Override
    public void close() {
        open.ifPresent(LargeAnswer.Pieces::close);
        open = Optional.empty();
    }
}
