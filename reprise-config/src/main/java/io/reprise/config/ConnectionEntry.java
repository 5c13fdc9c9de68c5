package io.reprise.config;

import io.reprise.config.text.YamlValue;
import io.reprise.server.upstream.ProxyServer;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.UpstreamConnection;
import io.reprise.server.upstream.UpstreamConnection.ClientCertificate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How an upstream is reached, as {@code reprise.yaml} describes it.
 *
 * @param file paths are relative to its directory
 * @param texts by name; they may have {@code ${NAME}} for environment variables
 */
record ConnectionEntry(Path file, Map<String, String> texts) {
    static final List<String> MEMBERS = List.of("proxy", "ca", "client-cert", "client-key", "auth");
    private static final String NO_PROXY = "none";

    ConnectionEntry {
        texts = Map.copyOf(texts);
    }

    /** @param members of the upstream */
    static ConnectionEntry read(YamlValue upstream, Map<String, YamlValue> members) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : MEMBERS) {
            Optional.ofNullable(members.get(name)).ifPresent(value -> texts.put(name, value.text(name)));
        }
        if (texts.containsKey("client-key") && !texts.containsKey("client-cert")) {
            throw upstream.wrong("a 'client-key' needs its 'client-cert'");
        }
        return new ConnectionEntry(Path.of(upstream.file()), texts);
    }

    /**
     * The connection to the upstream; what is not said here is as usual.
     *
     * @param environment puts the values of variables into a text
     */
    UpstreamConnection resolve(Upstream upstream, UnaryOperator<String> environment, UsualConnection usual) {
        Optional<String> proxy = Optional.ofNullable(texts.get("proxy")).map(environment);
        Optional<Path> certificate = path("client-cert", environment);
        return new UpstreamConnection(
                proxy.isEmpty()
                        ? usual.proxyTo(upstream)
                        : proxy.filter(text -> !text.isBlank() && !text.equals(NO_PROXY))
                                .map(ProxyServer::parse),
                path("ca", environment).or(usual::authorities),
                certificate.map(path -> new ClientCertificate(
                        path, path("client-key", environment).orElse(path))),
                texts.containsKey("auth")
                        ? usual.signers().named(environment.apply(texts.get("auth")))
                        : usual.signers().usualFor(upstream.url()),
                usual.timeouts());
    }

    private Optional<Path> path(String name, UnaryOperator<String> environment) {
        return Optional.ofNullable(texts.get(name))
                .map(environment)
                .map(text -> file.resolveSibling(SettingSyntax.path(text)));
    }
}
