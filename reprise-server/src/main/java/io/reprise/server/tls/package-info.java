/** Certificates and keys: where they are read from, and how one for this machine is made. */
@NullMarked
package io.reprise.server.tls;

import org.jspecify.annotations.NullMarked;
