package io.reprise.core.content.brotli;

import org.jspecify.annotations.Nullable;

/** The blocks into which one kind of symbols of a meta-block is divided, and the type of the current one (6). */
final class Blocks {
    private static final int ENDLESS = 1 << 28;

    private final int types;
    private final @Nullable PrefixCode typeCode;
    private final @Nullable PrefixCode lengthCode;
    private int left;
    private int type;
    private int typeBefore = 1;

    private Blocks(int types, @Nullable PrefixCode typeCode, @Nullable PrefixCode lengthCode, int left) {
        this.types = types;
        this.typeCode = typeCode;
        this.lengthCode = lengthCode;
        this.left = left;
    }

    static Blocks read(BitInput in) throws Underflow, BrotliException {
        int types = readCount(in);
        if (types == 1) {
            return new Blocks(1, null, null, ENDLESS);
        }
        PrefixCode typeCode = PrefixCodeReader.read(in, types + 2);
        PrefixCode lengthCode = PrefixCodeReader.read(in, Lengths.OF_BLOCKS.codes());
        return new Blocks(types, typeCode, lengthCode, Lengths.OF_BLOCKS.read(in, lengthCode.read(in)));
    }

    /** A number from 1 to 256 (9.2). */
    static int readCount(BitInput in) throws Underflow {
        if (!in.readFlag()) {
            return 1;
        }
        int bits = in.read(3);
        return 1 + (1 << bits) + in.read(bits);
    }

    int types() {
        return types;
    }

    int type() {
        return type;
    }

    /** To be called before each symbol is read; reads the next type where a block has ended. */
    void prepare(BitInput in) throws Underflow {
        if (left > 0 || typeCode == null || lengthCode == null) {
            return;
        }
        int symbol = typeCode.read(in);
        int length = Lengths.OF_BLOCKS.read(in, lengthCode.read(in));
        int next = symbol == 0 ? typeBefore : symbol == 1 ? type + 1 : symbol - 2;
        in.commit();
        typeBefore = type;
        type = next >= types ? next - types : next;
        left = length;
    }

    /** A symbol has been read for good. */
    void count() {
        left--;
    }
}
