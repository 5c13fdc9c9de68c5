package io.reprise.junit;

import io.micronaut.test.support.TestPropertyProvider;
import io.micronaut.test.support.TestPropertyProviderFactory;
import java.util.Map;

/** Points a Micronaut application at the server of its tests. Micronaut finds it, and asks it about each test class; it knows those with {@link RepriseTest}. */
public final class RepriseTestPropertyProviderFactory implements TestPropertyProviderFactory {
    /** For Micronaut. */
    public RepriseTestPropertyProviderFactory() {}

    /** The properties of the application of a test class that say where the APIs are. */
    @Override
    public TestPropertyProvider create(Map<String, Object> available, Class<?> test) {
        return () -> Options.ofClass(test)
                .flatMap(options -> ServerOfApplications.of(test, options)
                        .map(ApplicationUrl::ofNewOne)
                        .map(url -> {
                            ServerOfApplications.started(test.getName(), url);
                            return MicronautProperties.of(url.toString(), options.upstreamNames(), available);
                        }))
                .orElseGet(Map::of);
    }
}
