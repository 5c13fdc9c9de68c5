package io.reprise.server.shared;

import io.netty.buffer.ByteBuf;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.server.memory.MemoryBudget.Use;
import io.reprise.server.memory.SpillFile;
import io.reprise.server.recording.ArrivedPiece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of an answer, in order. Of one that is remembered, the oldest bytes go to a file when there are many; of others, and of those
 * that turn out to be too large, only what some client lacks is there. Guarded by itself.
 */
final class ArrivedPieces {
    /** Memory is taken in such steps, so that small answers are counted once. In bytes. */
    private static final long GRAIN = 16 << 10;

    /** So much of an answer that is not remembered waits for slow clients. In bytes. */
    private static final long WAITING = 256 << 10;

    /** So many bytes are written at once. */
    private static final int BATCH = 256 << 10;

    private final AnswerMemory memory;
    private final Runnable onChange;
    /** Those that are not in the file. */
    private final List<ArrivedPiece> pieces = new ArrayList<>();

    private boolean isRemembered;
    private Optional<String> loss = Optional.empty();
    private long size;
    private int forgotten;
    /** How many came before the first of {@link #pieces}. */
    private int before;

    private long resident;
    private long granted;
    private boolean isSpilling;
    private boolean isRoomAwaited;
    private boolean isClosed;
    private @Nullable SpillFile file;
    private @Nullable SpilledPieces spilled;

    /**
     * @param isRemembered whether everything is remembered from the first byte
     * @param onChange called on any thread, without a lock, when {@link #isFull} is no longer true, or something was lost since {@link #add}
     */
    ArrivedPieces(AnswerMemory memory, boolean isRemembered, Runnable onChange) {
        this.memory = memory;
        this.isRemembered = isRemembered;
        this.onChange = onChange;
    }

    synchronized void add(long at, ByteBuf bytes) {
        int length = bytes.readableBytes();
        size += length;
        resident += length;
        pieces.add(new ArrivedPiece(at, bytes));
        if (!isRemembered) {
            return;
        }
        if (size > memory.maxBytes()) {
            lose("the answer is larger than limits.max-recording (" + memory.maxBytes() + " bytes)");
        } else if (!isGranted()) {
            memory.budget().countGivenUp();
            lose("there is no memory for it: limits.memory (" + memory.budget().limit()
                    + " bytes) is used up by other requests and answers; a higher limit, or a larger heap"
                    + " (REPRISE_JAVA_OPTS=-Xmx1g), gives more");
        } else if (resident > memory.window()) {
            spill();
        }
    }

    /** Takes memory; what is there already is taken in any case if it can go to disk. */
    private boolean isGranted() {
        long needed = needed();
        if (needed <= granted) {
            return true;
        }
        long more = (needed - granted + GRAIN - 1) / GRAIN * GRAIN;
        if (!memory.budget().tryTake(Use.ANSWERS, more)) {
            boolean canSpill = granted > 0 && resident > GRAIN;
            if (!canSpill) {
                return false;
            }
            memory.budget().take(Use.ANSWERS, more);
            spill();
        }
        granted += more;
        return true;
    }

    private long needed() {
        long inFile = spilled == null ? 0 : spilled.count();
        return resident + (long) ArrivedPiece.OVERHEAD * pieces.size() + SpilledPieces.OVERHEAD * inFile;
    }

    private void giveBackUnused() {
        long unused = (granted - needed()) / GRAIN * GRAIN;
        if (unused > 0) {
            granted -= unused;
            memory.budget().giveBack(Use.ANSWERS, unused);
        }
    }

    /** From now on it is not remembered. */
    private void lose(String why) {
        isRemembered = false;
        loss = Optional.of(why);
    }

    private void spill() {
        if (isSpilling || isClosed) {
            return;
        }
        isSpilling = true;
        try {
            memory.workers().execute(this::writeBatches);
        } catch (RejectedExecutionException stopped) {
            isSpilling = false;
        }
    }

    /** For workers. */
    private void writeBatches() {
        try {
            for (List<ArrivedPiece> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
                write(batch);
                tellIfRoom();
            }
            tellIfRoom();
        } catch (IOException | RuntimeException failed) {
            failed(failed);
            onChange.run();
        }
    }

    private void tellIfRoom() {
        synchronized (this) {
            if (!isRoomAwaited || isFull()) {
                return;
            }
            isRoomAwaited = false;
        }
        onChange.run();
    }

    private synchronized List<ArrivedPiece> nextBatch() {
        List<ArrivedPiece> batch = new ArrayList<>();
        if (isRemembered && !isClosed && resident > Math.min(memory.window() / 2, GRAIN * 2)) {
            long bytes = 0;
            for (int i = 0; i < pieces.size() && bytes < BATCH; i++) {
                batch.add(pieces.get(i));
                bytes += pieces.get(i).size();
            }
        }
        isSpilling = !batch.isEmpty();
        return batch;
    }

    private void write(List<ArrivedPiece> batch) throws IOException {
        SpillFile target = file();
        List<Long> places = new ArrayList<>(batch.size());
        for (ArrivedPiece piece : batch) {
            places.add(target.append(ByteBuffer.wrap(piece.read())));
        }
        synchronized (this) {
            if (!isRemembered || isClosed) {
                return; // what some client lacks is still in memory
            }
            SpilledPieces moved = spilled == null ? new SpilledPieces(target) : spilled;
            for (int i = 0; i < batch.size(); i++) {
                ArrivedPiece piece = batch.get(i);
                piece.moveTo(target, places.get(i));
                moved.add(piece.at(), piece.size(), places.get(i));
                resident -= piece.size();
            }
            pieces.subList(0, batch.size()).clear();
            before += batch.size();
            spilled = moved;
            giveBackUnused();
        }
    }

    private SpillFile file() throws IOException {
        SpillFile present = file;
        if (present != null) {
            return present;
        }
        SpillFile made = memory.files().create();
        synchronized (this) {
            file = made;
            if (isClosed) {
                made.close();
            }
        }
        return made;
    }

    private synchronized void failed(Exception failed) {
        isSpilling = false;
        if (isRemembered && !isClosed) {
            memory.budget().countGivenUp();
            lose("it is too large for the memory, and cannot be put into a file in '"
                    + memory.files().parent() + "': " + FileFailures.unwritable(failed)
                    + "; REPRISE_TMP names another directory");
        }
    }

    /** Why it is not remembered any more, although it should be. */
    synchronized Optional<String> loss() {
        return loss;
    }

    /** Whether more should not arrive for now: the disk, or a client, is slower. */
    synchronized boolean isFull() {
        boolean isFull = isRemembered ? isSpilling && resident > 2 * memory.window() : resident > WAITING;
        isRoomAwaited |= isFull;
        return isFull;
    }

    /** In bytes, of all that ever arrived. */
    synchronized long size() {
        return size;
    }

    /** How many are forgotten: they came first. */
    synchronized int forgotten() {
        return forgotten;
    }

    /** How many have arrived, with those that are forgotten. */
    synchronized int count() {
        return before + pieces.size();
    }

    /** Those from {@code from} to {@code until} (exclusive), up to {@code most} bytes, but at least one if there is one. */
    synchronized List<ArrivedPiece> some(int from, int until, long most) {
        List<ArrivedPiece> some = new ArrayList<>();
        long bytes = 0;
        for (int i = from; i < until; i++) {
            ArrivedPiece piece = i < before ? Objects.requireNonNull(spilled).get(i) : pieces.get(i - before);
            bytes += piece.size();
            if (bytes > most && !some.isEmpty()) {
                break;
            }
            some.add(piece);
        }
        return some;
    }

    /** Those that are not forgotten. */
    synchronized List<ArrivedPiece> all() {
        List<ArrivedPiece> inMemory = List.copyOf(pieces);
        return forgotten >= before ? inMemory : new All(Objects.requireNonNull(spilled), forgotten, before, inMemory);
    }

    /** A list that makes those that are in the file as they are asked for. */
    private static final class All extends AbstractList<ArrivedPiece> implements RandomAccess {
        private final SpilledPieces spilled;
        private final int first;
        private final int inFile;
        private final List<ArrivedPiece> others;

        All(SpilledPieces spilled, int first, int before, List<ArrivedPiece> others) {
            this.spilled = spilled;
            this.first = first;
            this.inFile = before - first;
            this.others = others;
        }

        @Override
        public ArrivedPiece get(int index) {
            return index < inFile ? spilled.get(first + index) : others.get(index - inFile);
        }

        @Override
        public int size() {
            return inFile + others.size();
        }
    }

    /** No client needs those before {@code until} any more. They are kept all the same if everything is remembered. */
    void forget(int until) {
        synchronized (this) {
            if (isRemembered || until <= forgotten) {
                return;
            }
            List<ArrivedPiece> first = pieces.subList(0, Math.max(0, until - before));
            for (ArrivedPiece piece : first) {
                resident -= piece.size();
            }
            before += first.size();
            first.clear();
            forgotten = until;
            giveBackUnused();
        }
        tellIfRoom();
    }

    /** Nobody needs any of it. */
    synchronized void close() {
        isClosed = true;
        memory.budget().giveBack(Use.ANSWERS, granted);
        granted = 0;
        if (file != null) {
            file.close();
        }
    }
}
