package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is said where something does not hold. */
public final class Expect {
    private static final int SHOWN = 2_000;
    private static final int LONGEST_SENTENCE = 4_000;

    private Expect() {}

    public static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    public static void same(Object found, Object expected, String what) {
        if (!found.equals(expected)) {
            throw new AssertionError(what + ":\n" + shown(found) + "\nand not\n" + shown(expected));
        }
    }

    /**
     * The result of {@code work}; empty if it refuses the input as it should.
     *
     * @param refusal what it throws for wrong inputs, with a message for people
     */
    public static <T> Optional<T> orRefusal(Class<? extends RuntimeException> refusal, Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (RuntimeException refused) {
            if (!refusal.isInstance(refused)) {
                throw refused;
            }
            isSentence(refused.getMessage());
            return Optional.empty();
        }
    }

    /** That a message says something, and does not fill a screen by itself. */
    public static void isSentence(@Nullable String message) {
        String said = message == null ? "" : message;
        that(!said.isBlank(), "a refusal says nothing");
        that(said.length() <= LONGEST_SENTENCE, "a refusal says too much: " + shown(said));
    }

    /** An array within an array, and so on. */
    public static Bytes deepJson(int depth) {
        String text = "[".repeat(depth) + "]".repeat(depth);
        that(Json.tryParse(text).isPresent(), "deep JSON is JSON");
        return Bytes.utf8(text);
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
    }
}
