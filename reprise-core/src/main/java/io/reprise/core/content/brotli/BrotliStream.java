package io.reprise.core.content.brotli;

import org.jspecify.annotations.Nullable;

/**
 * Decodes one stream as far as its bytes have arrived. Each step reads what it needs tentatively, and is tried again with the next bytes if some are
 * missing; so nothing that has been decoded is decoded again. Not safe for several threads.
 */
public final class BrotliStream {
    /** Given out when so many bytes are there. */
    private static final int OUTPUT = 16 << 10;

    private static final int[] INSERTS = {0, 0, 8, 8, 0, 16, 8, 16, 16};
    private static final int[] COPIES = {0, 8, 0, 8, 16, 0, 16, 8, 16};

    /** What comes next. */
    private enum State {
        STREAM,
        META_BLOCK,
        CODES,
        SKIPPED,
        UNCODED,
        COMMAND,
        LITERALS,
        DISTANCE,
        END
    }

    private final BitInput in = new BitInput();
    private final Distances distances = new Distances();
    private History history = new History(16);
    private @Nullable MetaBlock block;
    private State state = State.STREAM;
    private boolean isLast;
    private long left;
    private int inserted;
    private int copied;
    private boolean isAtLastDistance;

    /** Adds bytes that have arrived. */
    public void add(byte[] coded) {
        in.add(coded);
    }

    /** The next decoded bytes; none if more must arrive first. */
    public byte[] next() throws BrotliException {
        try {
            while (state != State.END && history.waiting() < OUTPUT && advance()) {
                in.commit();
            }
        } catch (Underflow needed) {
            in.rewind();
        }
        return history.take();
    }

    /** Whether the last meta-block has been decoded. */
    public boolean isAtEnd() {
        return state == State.END;
    }

    /** What has arrived after the end. */
    public byte[] rest() {
        return in.take(Integer.MAX_VALUE);
    }

    /** False where more must arrive. */
    private boolean advance() throws Underflow, BrotliException {
        switch (state) {
            case STREAM -> {
                history = new History(windowBits());
                state = State.META_BLOCK;
            }
            case META_BLOCK -> state = beginMetaBlock();
            case CODES -> {
                block = MetaBlock.read(in);
                state = State.COMMAND;
            }
            case SKIPPED, UNCODED -> {
                return passOn();
            }
            case COMMAND -> beginCommand(known());
            case LITERALS -> insert(known());
            case DISTANCE -> copy(known());
            case END -> {
                return false;
            }
        }
        return true;
    }

    private MetaBlock known() {
        return java.util.Objects.requireNonNull(block);
    }

    private int windowBits() throws Underflow, BrotliException {
        if (!in.readFlag()) {
            return 16;
        }
        int large = in.read(3);
        if (large > 0) {
            return 17 + large;
        }
        int small = in.read(3);
        if (small == 1) {
            throw new BrotliException("its window is too large");
        }
        return small == 0 ? 17 : 8 + small;
    }

    private State beginMetaBlock() throws Underflow, BrotliException {
        boolean isLastBlock = in.readFlag();
        if (isLastBlock && in.readFlag()) {
            align();
            return State.END;
        }
        int nibbles = in.read(2) + 4;
        if (nibbles == 7) {
            return skipped(isLastBlock);
        }
        int length = 0;
        for (int i = 0; i < nibbles; i++) {
            length |= in.read(4) << 4 * i;
        }
        if (nibbles > 4 && length >>> 4 * (nibbles - 1) == 0) {
            throw new BrotliException("a length has more digits than it needs");
        }
        boolean isUncoded = !isLastBlock && in.readFlag();
        if (isUncoded) {
            align();
        }
        isLast = isLastBlock;
        left = length + 1L;
        return isUncoded ? State.UNCODED : State.CODES;
    }

    /** Bytes that belong to nothing. */
    private State skipped(boolean isLastBlock) throws Underflow, BrotliException {
        if (in.readFlag()) {
            throw new BrotliException("a reserved bit is set");
        }
        int bytes = in.read(2);
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length |= in.read(8) << 8 * i;
        }
        if (bytes > 1 && length >>> 8 * (bytes - 1) == 0) {
            throw new BrotliException("a length has more bytes than it needs");
        }
        align();
        isLast = isLastBlock;
        left = bytes == 0 ? 0 : length + 1L;
        return left == 0 ? afterMetaBlock() : State.SKIPPED;
    }

    private void align() throws Underflow, BrotliException {
        if (!in.align()) {
            throw new BrotliException("a bit of padding is set");
        }
    }

    private State afterMetaBlock() {
        return isLast ? State.END : State.META_BLOCK;
    }

    private boolean passOn() {
        byte[] bytes = in.take(Math.min(left, OUTPUT));
        if (state == State.UNCODED) {
            history.add(bytes);
        }
        left -= bytes.length;
        if (left == 0) {
            state = afterMetaBlock();
        }
        return left == 0 || bytes.length > 0;
    }

    private void beginCommand(MetaBlock current) throws Underflow {
        current.commands().prepare(in);
        int command = current.command(in);
        int range = command >> 6;
        boolean isImplicit = range < 2;
        int index = isImplicit ? range : range - 2;
        int toInsert = Lengths.OF_INSERTS.read(in, INSERTS[index] + (command >> 3 & 7));
        int toCopy = Lengths.OF_COPIES.read(in, COPIES[index] + (command & 7));
        current.commands().count();
        isAtLastDistance = isImplicit;
        inserted = toInsert;
        copied = toCopy;
        state = State.LITERALS;
    }

    private void insert(MetaBlock current) throws Underflow, BrotliException {
        if (inserted > left) {
            throw new BrotliException("there are more literals than the meta-block has bytes");
        }
        while (inserted > 0 && history.waiting() < OUTPUT) {
            current.literals().prepare(in);
            int literal = current.literal(in, history);
            in.commit();
            current.literals().count();
            history.add((byte) literal);
            inserted--;
            left--;
        }
        if (inserted == 0) {
            state = left == 0 ? endOfCoded() : State.DISTANCE;
        }
    }

    /** Padding follows the last meta-block, and no other. */
    private State endOfCoded() throws Underflow, BrotliException {
        if (isLast) {
            align();
        }
        return afterMetaBlock();
    }

    private void copy(MetaBlock current) throws Underflow, BrotliException {
        int distance = distances.last();
        boolean isNew = false;
        if (!isAtLastDistance) {
            current.distances().prepare(in);
            int code = current.distance(in, copied);
            distance = distances.read(in, code, current.distanceCodes());
            isNew = code > 0;
        }
        boolean isWord = distance > history.reachable();
        byte[] word = isWord ? word(distance - history.reachable() - 1) : new byte[0];
        int length = isWord ? word.length : copied;
        if (length > left) {
            throw new BrotliException("more is copied than the meta-block has bytes");
        }
        State next = length == left ? endOfCoded() : State.COMMAND;
        if (!isAtLastDistance) {
            current.distances().count();
        }
        if (isNew && !isWord) {
            distances.remember(distance);
        }
        if (isWord) {
            history.add(word);
        } else {
            history.copy(distance, length);
        }
        left -= length;
        state = next;
    }

    private byte[] word(int number) throws BrotliException {
        if (copied < WordList.SHORTEST || copied > WordList.LONGEST) {
            throw new BrotliException("a distance is too large");
        }
        return WordList.instance().word(copied, number);
    }
}
