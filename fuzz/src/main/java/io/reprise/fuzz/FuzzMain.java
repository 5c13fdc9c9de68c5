package io.reprise.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where Jazzer enters: {@code --target_args} names the target. */
public final class FuzzMain {
    private static @Nullable FuzzTarget target;

    private FuzzMain() {}

    /** Called by Jazzer, once. */
    public static void fuzzerInitialize(String[] arguments) {
        target = Objects.requireNonNull(Targets.all().get(arguments[0]), "there is no target '" + arguments[0] + "'");
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Objects.requireNonNull(target).check(new Input(input));
    }
}
