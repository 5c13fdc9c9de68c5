package io.reprise.cli.child;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * The signals of the operating system. The JDK's class for them is used by reflection: every JDK has it, but compilers warn about it. A
 * shutdown hook cannot be used, because then the signal decides the exit status.
 */
public final class Signals {
    private Signals() {}

    /**
     * Calls {@code action}, on a thread of its own, for each signal from now on. Where the system has no such signal, nothing changes: the
     * system then ends the process by itself, as it does with any other.
     *
     * @param name without {@code SIG}
     */
    public static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (self, method, arguments) -> switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(self);
                case "equals" -> self == arguments[0];
                case "toString" -> "handles SIG" + name;
                default -> {
                    action.run();
                    yield null;
                }
            };
            Object ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, invocation);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException notOnThisSystem) {
            // As documented.
        }
    }

    /** Sends a signal to this process. */
    public static void raise(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name));
        } catch (ReflectiveOperationException notOnThisSystem) {
            throw new IllegalStateException("there are no signals on this system", notOnThisSystem);
        }
    }
}
