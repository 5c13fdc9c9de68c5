package io.reprise.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Many recordings of real exchanges, which are no part of this project. Tests over them carry {@link #TAG}; the Maven
 * profile of that name selects these tests where {@code ../shared/corpora} lies beside the checkout.
 */
public final class Corpora {
    public static final String TAG = "corpora";

    private static final Path FOLDER = Path.of("../../shared/corpora");

    private Corpora() {}

    /** The recordings of llama-stack, below a directory for each month. */
    public static Path llamaStack() {
        return corpus("llama-stack");
    }

    /** The recordings that llama-stack had in a month, {@code 2025-08} or {@code 2026-05}. */
    public static Path llamaStack(String month) {
        return corpus("llama-stack/" + month);
    }

    /** Prints how many exchanges a test tried, and fails if there were none. */
    public static void tried(int exchanges, String what) {
        System.out.println("corpora: tried " + exchanges + " exchanges: " + what);
        assertThat(exchanges).as("exchanges tried: %s", what).isPositive();
    }

    /** The directory of a corpus. */
    public static Path corpus(String name) {
        Path found = FOLDER.resolve(name).toAbsolutePath().normalize();
        assertThat(Files.isDirectory(found))
                .as("'%s' is a directory; without it, leave out the Maven profile '%s'", found, TAG)
                .isTrue();
        return found;
    }
}
