package io.reprise.core.content.brotli;

/**
 * A part of the data with codes of its own (9.2).
 *
 * @param modes how the contexts of literals are computed, by the type of block
 * @param ofDistances contexts of distances
 */
record MetaBlock(
        Blocks literals,
        Blocks commands,
        Blocks distances,
        Distances.Codes distanceCodes,
        int[] modes,
        ContextMap ofLiterals,
        ContextMap ofDistances,
        PrefixCode[] literalCodes,
        PrefixCode[] commandCodes,
        PrefixCode[] farCodes) {
    private static final int LITERALS = 256;
    private static final int COMMANDS = 704;
    private static final int LITERAL_CONTEXTS = 64;
    private static final int DISTANCE_CONTEXTS = 4;

    static MetaBlock read(BitInput in) throws Underflow, BrotliException {
        Blocks literals = Blocks.read(in);
        Blocks commands = Blocks.read(in);
        Blocks distances = Blocks.read(in);
        Distances.Codes distanceCodes = Distances.Codes.read(in);
        int[] modes = new int[literals.types()];
        for (int type = 0; type < modes.length; type++) {
            modes[type] = in.read(2);
        }
        ContextMap ofLiterals = ContextMap.read(in, LITERAL_CONTEXTS * literals.types());
        ContextMap ofDistances = ContextMap.read(in, DISTANCE_CONTEXTS * distances.types());
        return new MetaBlock(
                literals,
                commands,
                distances,
                distanceCodes,
                modes,
                ofLiterals,
                ofDistances,
                codes(in, ofLiterals.codes(), LITERALS),
                codes(in, commands.types(), COMMANDS),
                codes(in, ofDistances.codes(), distanceCodes.count()));
    }

    private static PrefixCode[] codes(BitInput in, int count, int alphabet) throws Underflow, BrotliException {
        PrefixCode[] codes = new PrefixCode[count];
        for (int i = 0; i < count; i++) {
            codes[i] = PrefixCodeReader.read(in, alphabet);
        }
        return codes;
    }

    int literal(BitInput in, History history) throws Underflow {
        int type = literals.type();
        int context = LiteralContext.of(modes[type], history.back(1), history.back(2));
        return literalCodes[ofLiterals.code(LITERAL_CONTEXTS * type + context)].read(in);
    }

    int command(BitInput in) throws Underflow {
        return commandCodes[commands.type()].read(in);
    }

    /** @param copied how many bytes the distance is for, which is its context (7.2) */
    int distance(BitInput in, int copied) throws Underflow {
        int context = Math.min(copied - 2, DISTANCE_CONTEXTS - 1);
        return farCodes[ofDistances.code(DISTANCE_CONTEXTS * distances.type() + context)].read(in);
    }
}
