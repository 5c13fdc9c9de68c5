package io.reprise.core.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Names that files can have here: in the locale POSIX, Java has no letters in paths but ASCII's. */
public final class PossibleNames {
    private PossibleNames() {}

    public static Stream<String> of(String... names) {
        return Stream.of(names).filter(PossibleNames::isPossible);
    }

    private static boolean isPossible(String name) {
        try {
            return !Path.of(name).toString().isEmpty();
        } catch (InvalidPathException impossible) {
            return false;
        }
    }
}
