package io.reprise.cli.process;

/** A number with what it counts, in English. */
public final class Counted {
    private Counted() {}

    /** Such as {@code 1 recording} or {@code 12,000 recordings}. */
    public static String of(long number, String what) {
        return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }
}
