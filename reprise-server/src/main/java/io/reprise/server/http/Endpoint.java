package io.reprise.server.http;

import io.reprise.server.tls.TlsIdentity;
import java.util.Optional;

/**
 * Where to listen.
 *
 * @param port 0 takes a free one
 * @param tls for clients that speak TLS; empty if there shall be clear text only
 */
public record Endpoint(String host, int port, Optional<TlsIdentity> tls) {
    public Endpoint {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }
}
