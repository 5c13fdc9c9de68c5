package io.reprise.junit;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs tests, in this process and in others, as build tools do. */
record TestRunner(Path recordings, String upstream) {
    EngineExecutionResults run(String mode, DiscoverySelector... what) {
        return run(mode, Map.of(), what);
    }

    EngineExecutionResults run(String mode, Map<String, String> parameters, DiscoverySelector... what) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("reprise.mode", mode)
                .configurationParameter("reprise.recordings", recordings.toString())
                .configurationParameter("reprise.upstream", upstream)
                .configurationParameters(parameters)
                .selectors(what)
                .execute();
    }

    EngineExecutionResults runWithThreads(int threads, String mode, DiscoverySelector... what) {
        return run(
                mode,
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", Integer.toString(threads)),
                what);
    }

    /** The failures of the tests that failed, each as a text. */
    static List<String> failures(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .map(thrown -> thrown.getClass().getSimpleName() + ": " + thrown.getMessage())
                .toList();
    }

    /** Starts a process that runs all tests of a class. Its exit status is 0 if all of them passed. */
    Process start(String mode, Class<?> tests, String... properties) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(properties));
        command.addAll(List.of("-cp", classPath(), TestRunner.class.getName()));
        command.addAll(List.of(mode, recordings.toString(), upstream, tests.getName()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** That of this process, also where a launcher has a class loader of its own for the tests. */
    static String classPath() {
        Stream<String> ofLoader = TestRunner.class.getClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs()).map(URL::getPath)
                : Stream.of();
        return Stream.concat(ofLoader, Stream.of(System.getProperty("java.class.path")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    public static void main(String[] args) throws ReflectiveOperationException {
        EngineExecutionResults results = new TestRunner(
                        Path.of(args[1]), URI.create(args[2]).toString())
                .run(args[0], DiscoverySelectors.selectClass(Class.forName(args[3])));
        failures(results).forEach(System.out::println);
        System.exit(results.testEvents().failed().count() == 0 ? 0 : 1);
    }
}
