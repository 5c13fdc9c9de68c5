/** Passes answers on that arrive at this server, while they arrive, to other servers of the same store. */
@NullMarked
package io.reprise.server.relay;

import org.jspecify.annotations.NullMarked;
