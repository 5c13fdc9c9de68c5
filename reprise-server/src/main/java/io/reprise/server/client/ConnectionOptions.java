package io.reprise.server.client;

import io.reprise.server.network.TimeLimit;
import io.reprise.server.tls.TlsIdentity;
import io.reprise.server.tls.TrustedAuthorities;
import io.reprise.server.upstream.ProxyServer;
import io.reprise.server.upstream.UpstreamConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How an upstream is reached, as Vert.x takes it: with the content of the files. */
record ConnectionOptions(
        Optional<ProxyOptions> proxy,
        Optional<TrustOptions> trust,
        Optional<KeyCertOptions> clientCertificate,
        Duration timeout) {
    /** To Vert.x and Netty, 0 is no time in some places, and the default in others. */
    private static final Duration NO_LIMIT = Duration.ofDays(20);

    /** @throws IllegalArgumentException if a file cannot be used; the message says which, and why */
    static ConnectionOptions of(UpstreamConnection connection) {
        TimeLimit limit = connection.timeouts().connect();
        Duration timeout = limit.isOff() ? NO_LIMIT : limit.time();
        return new ConnectionOptions(
                connection.proxy().map(server -> proxy(server).setConnectTimeout(timeout)),
                connection.authorities().map(file -> TrustOptions.wrap(TrustedAuthorities.besidesThoseOfJava(file))),
                connection
                        .clientCertificate()
                        .map(files -> TlsIdentity.read(files.certificates(), files.key(), Instant.now()))
                        .map(identity -> KeyCertOptions.wrap(identity.keyManagers())),
                timeout);
    }

    private static ProxyOptions proxy(ProxyServer server) {
        ProxyOptions options = new ProxyOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setType(
                        switch (server.kind()) {
                            case HTTP -> ProxyType.HTTP;
                            case SOCKS4 -> ProxyType.SOCKS4;
                            case SOCKS5 -> ProxyType.SOCKS5;
                        });
        server.login().ifPresent(login -> options.setUsername(login.user()).setPassword(login.password()));
        return options;
    }

    void putInto(HttpClientOptions options) {
        options.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
        options.setSslHandshakeTimeout(timeout.toMillis()).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        proxy.ifPresent(options::setProxyOptions);
        trust.ifPresent(options::setTrustOptions);
        clientCertificate.ifPresent(options::setKeyCertOptions);
    }
}
