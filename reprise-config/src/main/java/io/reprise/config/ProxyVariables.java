package io.reprise.config;

import io.reprise.server.upstream.ProxyServer;
import io.reprise.server.upstream.Upstream;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The environment variables by which programs learn of proxies: {@code HTTPS_PROXY} and so on, in capital or small letters. */
final class ProxyVariables {
    private final Map<String, String> environment;

    ProxyVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The proxy to an upstream; empty for none, also if the upstream is on this machine.
     *
     * @throws IllegalArgumentException if a variable is no proxy; the message names it
     */
    Optional<ProxyServer> proxyTo(Upstream upstream) {
        URI url = upstream.url();
        boolean isSecure = "https".equals(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : isSecure ? 443 : 80;
        String exceptions = variable("no_proxy").map(ChosenValue::text).orElse("");
        if (ProxyExceptions.isThisMachine(url.getHost())
                || ProxyExceptions.parse(exceptions).has(url.getHost(), port)) {
            return Optional.empty();
        }
        return variable(isSecure ? "https_proxy" : "http_proxy")
                .or(() -> variable("all_proxy"))
                .map(value -> value.read(ProxyServer::parse));
    }

    private Optional<ChosenValue> variable(String name) {
        String capital = name.toUpperCase(Locale.ROOT);
        return variableAsSpelled(name).or(() -> variableAsSpelled(capital));
    }

    private Optional<ChosenValue> variableAsSpelled(String name) {
        return Optional.of(environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .map(value -> new ChosenValue(value, name));
    }
}
