package io.reprise.junit;

import io.reprise.config.Reprise;
import io.reprise.config.RepriseBuilder;
import io.reprise.core.plan.Mode;
import io.reprise.server.report.Detail;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that runs in this process.
 *
 * @param url such as {@code http://127.0.0.1:41873}
 * @param close stops it
 */
record StartedServer(String url, Runnable close) {
    private static final String CONFIGURATION = "reprise.yaml";
    private static final String HOW_TO_RECORD =
            "run the test again with the system property reprise.mode=record-if-missing (or REPRISE_MODE in the environment)";

    /**
     * Starts a server in the class loader of the process, where that knows this class. Frameworks load tests, and this class with them, in class loaders that they close while
     * other tests still need the server.
     */
    static StartedServer of(TestServer.Key key) {
        Map.Entry<String, Runnable> started = inLoaderOfProcess(
                key.recordings(),
                key.directory(),
                key.options().upstreams(),
                key.options().rules());
        return new StartedServer(started.getKey(), started.getValue());
    }

    @SuppressWarnings("unchecked")
    private static Map.Entry<String, Runnable> inLoaderOfProcess(Object... arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            Method start = classOfProcess().getDeclaredMethod("start", Path.class, Path.class, List.class, List.class);
            start.setAccessible(true);
            thread.setContextClassLoader(start.getDeclaringClass().getClassLoader());
            return (Map.Entry<String, Runnable>) start.invoke(null, arguments);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (ReflectiveOperationException otherVersion) {
            throw new IllegalStateException(otherVersion);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Class<?> classOfProcess() {
        try {
            return Class.forName(StartedServer.class.getName(), true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException unknown) {
            return StartedServer.class;
        }
    }

    /** Has only types of Java, since the copies of this class that other class loaders have call it. */
    static Map.Entry<String, Runnable> start(
            Path recordings, Path directory, List<String> upstreams, List<String> rules) {
        RepriseBuilder builder = Reprise.builder()
                .workingDirectory(directory)
                .recordings(recordings)
                .mode(Mode.REPLAY) // each test says its own
                .log(System.err, Detail.NOTHING)
                .recordCommand(HOW_TO_RECORD);
        configuration(directory).ifPresent(builder::configuration);
        upstreams.forEach(builder::upstream);
        rules.forEach(builder::keyRule);
        Reprise started = builder.start();
        return Map.entry(started.url(), started::close);
    }

    /** That of the module, or of a directory above it, up to the root of the repository. */
    private static Optional<Path> configuration(Path directory) {
        for (Path at = directory; at != null; at = at.getParent()) {
            Path file = at.resolve(CONFIGURATION);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
            if (Files.exists(at.resolve(".git"))) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
