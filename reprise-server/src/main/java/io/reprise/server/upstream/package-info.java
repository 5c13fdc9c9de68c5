/** Asks upstreams, once for all clients that ask the same question at the same time. */
@NullMarked
package io.reprise.server.upstream;

import org.jspecify.annotations.NullMarked;
