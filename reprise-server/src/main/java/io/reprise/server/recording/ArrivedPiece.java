package io.reprise.server.recording;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.server.memory.SpillFile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What arrived of an answer in one read. It is in memory, and later perhaps in a file instead. Safe for several threads. */
public final class ArrivedPiece {
    /** What a piece takes besides its bytes, roughly, in bytes. */
    public static final int OVERHEAD = 96;

    private final long at;
    private final int size;
    private volatile @Nullable ByteBuf memory;
    private volatile @Nullable Place place;

    /** Bytes that are not in memory. Blocks. */
    public interface Source {
        /** @throws io.reprise.server.memory.SpillException if they are gone */
        byte[] read(long from, int length);
    }

    /** Where it is outside of the memory. */
    private record Place(Source source, long from) {}

    /** @param at milliseconds after the upstream was to be asked */
    public ArrivedPiece(long at, ByteBuf bytes) {
        this.at = at;
        this.size = bytes.readableBytes();
        this.memory = bytes;
    }

    /**
     * A piece that is not in memory.
     *
     * @param from where it begins in the source
     */
    public ArrivedPiece(long at, int size, Source source, long from) {
        this.at = at;
        this.size = size;
        this.place = new Place(source, from);
    }

    /** Milliseconds after the upstream was to be asked. */
    public long at() {
        return at;
    }

    /** All pieces as one chunk, which has arrived when the last has. */
    static Chunk joined(List<ArrivedPiece> pieces) {
        int size = pieces.stream().mapToInt(ArrivedPiece::size).sum();
        byte[] all = new byte[size];
        int end = 0;
        for (ArrivedPiece piece : pieces) {
            piece.copyTo(all, end);
            end += piece.size;
        }
        return new Chunk(pieces.get(pieces.size() - 1).at, Bytes.owning(all));
    }

    /** In bytes. */
    public int size() {
        return size;
    }

    /** Its bytes; empty if they are in a file. */
    public Optional<ByteBuf> inMemory() {
        return Optional.ofNullable(memory);
    }

    /** From now on it is in this file, and not in memory. */
    public void moveTo(SpillFile file, long from) {
        place = new Place(file::read, from);
        memory = null;
    }

    /**
     * Its bytes, copied. Blocks, where they are in a file.
     *
     * @throws io.reprise.server.memory.SpillException if the file was closed
     */
    public byte[] read() {
        ByteBuf present = memory;
        if (present != null) {
            return ByteBufUtil.getBytes(present);
        }
        Place known = place;
        return known == null ? new byte[0] : known.source().read(known.from(), size);
    }

    private void copyTo(byte[] target, int from) {
        ByteBuf present = memory;
        if (present != null) {
            present.getBytes(present.readerIndex(), target, from, size);
        } else {
            System.arraycopy(read(), 0, target, from, size);
        }
    }

    /** Blocks, as {@link #read} does. */
    Chunk chunk() {
        return new Chunk(at, Bytes.owning(read()));
    }
}
