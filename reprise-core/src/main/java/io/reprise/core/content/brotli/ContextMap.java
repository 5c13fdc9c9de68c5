package io.reprise.core.content.brotli;

/** Which prefix code is used for each type of block and each context (7.3). Immutable. */
final class ContextMap {
    private final int codes;
    private final int[] map;

    private ContextMap(int codes, int[] map) {
        this.codes = codes;
        this.map = map;
    }

    /** @param size types of blocks times contexts */
    static ContextMap read(BitInput in, int size) throws Underflow, BrotliException {
        int codes = Blocks.readCount(in);
        int[] map = new int[size];
        if (codes == 1) {
            return new ContextMap(1, map);
        }
        int mostZeros = in.readFlag() ? in.read(4) + 1 : 0;
        PrefixCode code = PrefixCodeReader.read(in, codes + mostZeros);
        for (int at = 0; at < size; ) {
            int symbol = code.read(in);
            if (symbol == 0 || symbol > mostZeros) {
                map[at++] = Math.max(0, symbol - mostZeros);
            } else {
                at += (1 << symbol) + in.read(symbol);
                if (at > size) {
                    throw new BrotliException("a context map is too long");
                }
            }
        }
        if (in.readFlag()) {
            undoMoveToFront(map);
        }
        return new ContextMap(codes, map);
    }

    private static void undoMoveToFront(int[] map) {
        int[] order = new int[256];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int at = 0; at < map.length; at++) {
            int index = map[at];
            int value = order[index];
            System.arraycopy(order, 0, order, 1, index);
            order[0] = value;
            map[at] = value;
        }
    }

    int codes() {
        return codes;
    }

    int code(int place) {
        return map[place];
    }
}
