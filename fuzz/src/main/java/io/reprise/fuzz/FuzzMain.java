package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where Jazzer enters: {@code --target_args} names the target. */
public final class FuzzMain {
    private static @Nullable FuzzTarget target;

    private FuzzMain() {}

    /** Called by Jazzer, once. Tries the target's own inputs, so that the time limit of the first input is not used up for loading classes. */
    public static void fuzzerInitialize(String[] arguments) throws Exception {
        FuzzTarget named =
                Objects.requireNonNull(Targets.all().get(arguments[0]), "there is no target '" + arguments[0] + "'");
        for (Bytes seed : named.seeds()) {
            named.check(new Input(seed.toArray()));
        }
        target = named;
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Objects.requireNonNull(target).check(new Input(input));
    }
}
