package io.reprise.server.http;

import io.reprise.server.tls.TlsIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where to listen.
 *
 * @param port 0 takes a free one
 * @param others of the same store
 * @param tls for clients that speak TLS; empty if there shall be clear text only
 */
public record Endpoint(String host, int port, Optional<TlsIdentity> tls, Others others) {
    /**
     * How servers of the same store reach each other.
     *
     * @param advertised the URL under which the others reach this one; empty for the usual one
     * @param authorities PEM file of certificate authorities to trust, besides those that Java trusts
     */
    public record Others(Optional<URI> advertised, Optional<Path> authorities) {
        public static final Others USUAL = new Others(Optional.empty(), Optional.empty());
    }

    public Endpoint(String host, int port, Optional<TlsIdentity> tls) {
        this(host, port, tls, Others.USUAL);
    }

    public Endpoint {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }
}
