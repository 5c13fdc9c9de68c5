package io.reprise.junit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Points a Quarkus application at the server of its tests. It is for classes with {@link RepriseTest}:
 *
 * <pre>{@code
 * @QuarkusTest
 * @WithTestResource(RepriseTestResource.class)
 * @RepriseTest(upstream = "https://api.openai.com/v1")
 * class JokesTest {}
 * }</pre>
 */
public final class RepriseTestResource implements QuarkusTestResourceLifecycleManager {
    /** One application runs at a time. */
    static final String APPLICATION = "quarkus";

    /** For Quarkus. */
    public RepriseTestResource() {}

    /** The properties of the application that say where the APIs are. */
    @Override
    public Map<String, String> start() {
        ApplicationUrl url = ApplicationUrl.ofNewOne(
                ServerOfApplications.latest()
                        .orElseThrow(
                                () -> new IllegalStateException(
                                        "RepriseTestResource is for test classes with @RepriseTest; say @WithTestResource(RepriseTestResource.class) at such a class")));
        ServerOfApplications.started(APPLICATION, url);
        return QuarkusProperties.of(url.toString(), ServerOfApplications.latestUpstreams());
    }

    @Override
    public void stop() {
        ServerOfApplications.stopped(APPLICATION);
    }
}
