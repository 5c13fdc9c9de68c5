package io.reprise.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Objects that do something else in some of their calls. */
public final class Intercepted {
    private static final Object[] NONE = {};

    private Intercepted() {}

    /** What is done in the place of a call. */
    public interface Calls {
        /**
         * Returns what the caller gets.
         *
         * @param method its name
         * @param arguments which may be changed
         * @param real does what the object itself does with the arguments
         */
        @Nullable Object call(String method, Object[] arguments, Real real) throws Throwable;
    }

    /** The call of the object itself. */
    public interface Real {
        @Nullable Object call() throws Throwable;
    }

    /** @param type an interface of the object */
    public static <T> T of(Class<T> type, T object, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object[] given = arguments == null ? NONE : arguments;
                    return calls.call(method.getName(), given, () -> {
                        try {
                            return method.invoke(object, given);
                        } catch (InvocationTargetException failed) {
                            throw Objects.requireNonNull(failed.getCause());
                        }
                    });
                }));
    }
}
