package io.reprise.config;

import io.reprise.server.upstream.RequestSigner;
import io.reprise.server.upstream.RequestSignerProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The ways of signing that are on the class path. */
final class RequestSigners {
    private static final String NONE = "none";

    private final Map<String, String> environment;

    RequestSigners(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The one that clients of that upstream use; empty if they do not sign. */
    Optional<RequestSigner> usualFor(URI upstream) {
        return "https".equals(upstream.getScheme())
                ? providers().stream()
                        .filter(provider -> provider.isUsualFor(upstream))
                        .findFirst()
                        .map(provider -> provider.signer(environment))
                : Optional.empty();
    }

    /**
     * The one of that name; empty for {@code none}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    Optional<RequestSigner> named(String name) {
        if (name.equals(NONE)) {
            return Optional.empty();
        }
        List<RequestSignerProvider> providers = providers();
        return Optional.of(providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + name + "' is not a way to sign requests; there are "
                                + NONE
                                + providers.stream()
                                        .map(provider -> ", " + provider.name())
                                        .collect(Collectors.joining())
                                + " (other modules may add some)"))
                .signer(environment));
    }

    private static List<RequestSignerProvider> providers() {
        return ServiceLoader.load(RequestSignerProvider.class, RequestSignerProvider.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
