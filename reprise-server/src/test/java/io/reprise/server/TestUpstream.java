package io.reprise.server;

import java.io.IOException;
import java.net.URI;

/** An API on a loopback port. */
interface TestUpstream extends AutoCloseable {
    URI url();

    @Override
    void close() throws IOException;
}
