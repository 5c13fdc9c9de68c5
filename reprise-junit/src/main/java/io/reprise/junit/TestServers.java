package io.reprise.junit;

import io.reprise.config.RecordingsLocation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the tests of a process share, kept where JUnit keeps what extensions know: servers, and turns. */
final class TestServers {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(TestServers.class);

    /** Found by the copies of this class that several class loaders have loaded. */
    private static final ExtensionContext.Namespace EVERY_CLASS_LOADER =
            ExtensionContext.Namespace.create("io.reprise.junit");

    private TestServers() {}

    /** The server for tests with these settings; it is started for the first of them. */
    static TestServer of(Options.Server options, ExtensionContext context) {
        ExtensionContext.Store all = context.getRoot().getStore(NAMESPACE);
        Summary summary = all.getOrComputeIfAbsent(Summary.class, absent -> new Summary(), Summary.class);
        return all.getOrComputeIfAbsent(
                key(options, context), key -> TestServer.of(key, urls(context), summary), TestServer.class);
    }

    @SuppressWarnings("unchecked")
    private static ConcurrentMap<String, String> urls(ExtensionContext context) {
        return (ConcurrentMap<String, String>) context.getRoot()
                .getStore(EVERY_CLASS_LOADER)
                .getOrComputeIfAbsent("urls", absent -> new ConcurrentHashMap<String, String>());
    }

    private static TestServer.Key key(Options.Server options, ExtensionContext context) {
        Class<?> test = lineage(context)
                .flatMap(each -> each.getTestClass().stream())
                .findFirst()
                .orElseThrow();
        Optional<SourceTree> sources = SourceTree.of(test);
        String named = context.getConfigurationParameter(SourceTree.PROPERTY)
                .or(() -> Optional.ofNullable(System.getenv(SourceTree.VARIABLE)))
                .filter(text -> !text.isBlank())
                .orElse(options.recordings());
        Path directory =
                sources.map(SourceTree::module).orElseGet(() -> Path.of("").toAbsolutePath());
        FailureReports reports =
                new FailureReports(sources.map(tree -> tree.build().resolve("reprise")));
        if (!named.isEmpty()) {
            return new TestServer.Key(options, directory.resolve(path(named)).normalize(), directory, reports);
        }
        Path recordings = sources.map(SourceTree::recordings)
                .orElseThrow(() ->
                        new ExtensionConfigurationException("it is not known where the recordings of " + test.getName()
                                + " are, since the class was loaded from no build directory of a known form; set the system property "
                                + SourceTree.PROPERTY + " or the environment variable " + SourceTree.VARIABLE
                                + ", or @RepriseTest(recordings = …)"));
        return new TestServer.Key(options, recordings, directory, reports);
    }

    /** Recordings of tests are in a directory: the name of one that were made of a URL would have its password. */
    private static Path path(String named) {
        try {
            return RecordingsLocation.path(named);
        } catch (IllegalArgumentException impossible) {
            throw new ExtensionConfigurationException(
                    "where the recordings of tests are, by the system property " + SourceTree.PROPERTY
                            + ", the environment variable " + SourceTree.VARIABLE
                            + " or @RepriseTest(recordings = …): " + impossible.getMessage(),
                    impossible);
        }
    }

    /** The ids that tests of this run have. */
    static TestIds ids(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestIds.class, absent -> new TestIds(), TestIds.class);
    }

    /** Tests that share an application context have their turns one after the other. */
    static Semaphore turn(String alias, ExtensionContext context) {
        return context.getRoot()
                .getStore(EVERY_CLASS_LOADER)
                .getOrComputeIfAbsent(alias, absent -> new Semaphore(1), Semaphore.class);
    }

    /** A context and those around it; a dynamic test has neither class nor method of its own. */
    static Stream<ExtensionContext> lineage(ExtensionContext context) {
        return Stream.iterate(Optional.of(context), Optional::isPresent, at -> at.flatMap(ExtensionContext::getParent))
                .flatMap(Optional::stream);
    }
}
