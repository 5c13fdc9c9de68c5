package io.reprise.server;

import java.net.URI;

/** An API on a loopback port. */
interface TestUpstream extends AutoCloseable {
    URI url();
}
