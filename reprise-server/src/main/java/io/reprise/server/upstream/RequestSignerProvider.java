package io.reprise.server.upstream;

import java.net.URI;
import java.util.Map;

/** Makes signers of one kind. Found by {@link java.util.ServiceLoader}; loads little before something is signed. */
public interface RequestSignerProvider {
    /** As {@code auth} in {@code reprise.yaml} names it. */
    String name();

    /** Whether the clients of that upstream sign in this way. */
    boolean isUsualFor(URI upstream);

    /** @param environment where credentials may be */
    RequestSigner signer(Map<String, String> environment);
}
