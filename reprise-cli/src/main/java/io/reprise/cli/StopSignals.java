package io.reprise.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Waits for SIGTERM, SIGINT (Ctrl-C) or SIGHUP, so that the program can end normally. A second signal ends the process
 * at once.
 *
 * <p>The JDK's class for signals is used by reflection: every JDK supports it, but compilers warn about it. A shutdown
 * hook cannot be used, because then the signal decides the exit status.
 */
final class StopSignals {
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");
    private static final int IMPATIENT = 130;

    private final CountDownLatch wish = new CountDownLatch(1);

    private StopSignals() {}

    /** Handles the signals from now on. */
    static StopSignals install() {
        StopSignals signals = new StopSignals();
        NAMES.forEach(signals::take);
        return signals;
    }

    /** Waits for the first of them. */
    void await() throws InterruptedException {
        wish.await();
    }

    /** Sends the first of these signals to this process. */
    static void raise() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal)
                    .invoke(null, signal.getConstructor(String.class).newInstance(NAMES.get(0)));
        } catch (ReflectiveOperationException notOnThisSystem) {
            throw new IllegalStateException("there are no signals on this system", notOnThisSystem);
        }
    }

    private void take(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (self, method, arguments) -> switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(self);
                case "equals" -> self == arguments[0];
                case "toString" -> "stops on SIG" + name;
                default -> stop();
            };
            Object ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, invocation);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException notOnThisSystem) {
            // The system then ends the process by itself, as it does with any other.
        }
    }

    private @Nullable Object stop() {
        if (wish.getCount() == 0) {
            Runtime.getRuntime().halt(IMPATIENT);
        }
        wish.countDown();
        return null;
    }
}
