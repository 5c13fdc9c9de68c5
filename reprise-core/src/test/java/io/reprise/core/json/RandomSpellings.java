package io.reprise.core.json;

import io.reprise.core.json.WhiteSpace.Lines;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes spellings as writers of JSON have them, from a seed. */
public final class RandomSpellings {
    private static final List<String> COLONS = List.of(":", ": ", " : ", ":\t");
    private static final List<String> COMMAS = List.of(",", ", ", ",  ");
    private static final List<String> SPACES = List.of("", "", "", " ", "\t");
    private static final List<String> INDENTS = List.of("  ", "    ", "\t", " ", "");
    private static final List<String> ESCAPES = List.of(
            "",
            "",
            "\\/",
            "\\u003c",
            "\\u003c \\u003e \\u0026",
            "\\u0080-\\uffff",
            "\\/ \\u0080-\\uffff",
            "\\u0022 \\u0027 \\u002b",
            "\\u0008 \\u000c",
            "\\u2028 \\u2029",
            "\\u007f",
            "\\u005c \\u000a");

    private final Random random;

    public RandomSpellings(long seed) {
        random = new Random(seed);
    }

    public Spelling next() {
        Lines lines = random.nextInt(3) > 0
                ? Lines.NONE
                : new Lines(any(List.of("\n", "\r\n")), any(INDENTS), random.nextInt(8) == 0 ? 1 : 0);
        WhiteSpace space =
                new WhiteSpace(any(COLONS), any(COMMAS), lines.isNone() ? any(SPACES) : "", any(SPACES), lines);
        return new Spelling(space, Escapes.of(any(ESCAPES), random.nextInt(4) == 0));
    }

    /** Any white space that JSON allows, such as a line that ends before a colon; the same at each place of a kind. */
    public Spelling nextOfAnySpace() {
        Lines lines = random.nextBoolean() ? Lines.NONE : new Lines(anySpace() + "\n", anySpace(), random.nextInt(120));
        WhiteSpace space = new WhiteSpace(
                anySpace() + ":" + anySpace(), "," + anySpace(), lines.isNone() ? anySpace() : "", anySpace(), lines);
        return new Spelling(space, Escapes.of(any(ESCAPES), random.nextInt(4) == 0));
    }

    private String anySpace() {
        return Stream.generate(() -> any(List.of(" ", "\t", "\n", "\r", "\r\n")))
                .limit(random.nextInt(3))
                .collect(Collectors.joining());
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
