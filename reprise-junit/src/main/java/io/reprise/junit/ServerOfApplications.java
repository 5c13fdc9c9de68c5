package io.reprise.junit;

import java.util.List;
import java.util.Optional;

/**
 * Where applications find the server of their tests. Frameworks start applications in class loaders of their own, and hand nothing of JUnit to what they ask for
 * properties, so this is kept in system properties.
 */
final class ServerOfApplications {
    private static final String PREFIX = "reprise.junit.application.";

    private static final String LATEST = PREFIX + "latest";
    private static final String LATEST_UPSTREAMS = LATEST + ".upstreams";

    private ServerOfApplications() {}

    /** Before an application is started for a test class. */
    static void set(Class<?> test, Options options, String server) {
        System.setProperty(property(test, options), server);
        System.setProperty(LATEST, server);
        System.setProperty(LATEST_UPSTREAMS, String.join(" ", options.upstreamNames()));
    }

    /** The system property that has the URL of the server for tests of a class. */
    static String property(Class<?> test, Options options) {
        String module =
                SourceTree.of(test).map(tree -> tree.module().toString()).orElse("");
        return PREFIX + Integer.toHexString((module + options.server()).hashCode());
    }

    /** The server for tests of a class; empty if the extension does not take part. */
    static Optional<String> of(Class<?> test, Options options) {
        return Optional.ofNullable(System.getProperty(property(test, options)));
    }

    /** The server for the test class that JUnit has come to, where applications do not learn its name. */
    static Optional<String> latest() {
        return Optional.ofNullable(System.getProperty(LATEST));
    }

    /** The names that upstreams have there. */
    static List<String> latestUpstreams() {
        return List.of(System.getProperty(LATEST_UPSTREAMS, "").split(" "));
    }

    /** Says which URL an application has. */
    static void started(String application, ApplicationUrl url) {
        System.setProperty(PREFIX + "url." + application, url.toString());
    }

    static void stopped(String application) {
        System.clearProperty(PREFIX + "url." + application);
    }

    static Optional<ApplicationUrl> urlOf(String application) {
        return Optional.ofNullable(System.getProperty(PREFIX + "url." + application))
                .map(ApplicationUrl::parse);
    }
}
