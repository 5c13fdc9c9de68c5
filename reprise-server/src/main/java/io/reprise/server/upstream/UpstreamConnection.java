package io.reprise.server.upstream;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an upstream is reached. Its certificate and its name are verified in any case.
 *
 * @param proxy to go through; empty for none
 * @param authorities PEM file of certificate authorities to trust, besides those that Java trusts
 * @param clientCertificate what it is shown where it asks for a certificate
 * @param signer signs what clients have signed; empty if that goes on as it is
 * @param timeouts how long it is waited for
 */
public record UpstreamConnection(
        Optional<ProxyServer> proxy,
        Optional<Path> authorities,
        Optional<ClientCertificate> clientCertificate,
        Optional<RequestSigner> signer,
        UpstreamTimeouts timeouts) {
    /** Straight, and with what Java trusts. */
    public static final UpstreamConnection DIRECT =
            new UpstreamConnection(Optional.empty(), Optional.empty(), Optional.empty());

    /** One in which nothing is signed, with the usual timeouts. */
    public UpstreamConnection(
            Optional<ProxyServer> proxy, Optional<Path> authorities, Optional<ClientCertificate> clientCertificate) {
        this(proxy, authorities, clientCertificate, Optional.empty(), UpstreamTimeouts.DEFAULT);
    }

    /** The same way, with other timeouts. */
    public UpstreamConnection within(UpstreamTimeouts limits) {
        return new UpstreamConnection(proxy, authorities, clientCertificate, signer, limits);
    }

    /** PEM files, which may be one. */
    public record ClientCertificate(Path certificates, Path key) {}
}
