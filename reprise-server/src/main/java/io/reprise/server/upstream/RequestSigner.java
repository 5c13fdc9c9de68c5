package io.reprise.server.upstream;

import io.reprise.core.exchange.Request;
import java.net.URI;

/** Signs requests for the host that they go to. Clients have signed them for the host that they know, which is this server. */
public interface RequestSigner {
    /** Whether the client has signed the request in the way that this signer knows. */
    boolean isSigned(Request request);

    /**
     * The request with another signature, in header or query, as it was. Called on a worker; may take long.
     *
     * @param request as the upstream gets it, but for the fields that make it a message of HTTP
     * @param upstream has scheme, host and perhaps a port; its path is part of the request
     * @throws IllegalStateException if it cannot be signed; the message says why, and what to do
     */
    Request sign(Request request, URI upstream);
}
