/** What a request asks of Reprise and what it asks of the upstream: test id, upstream, mode, pace and fault. */
@NullMarked
package io.reprise.server.routing;

import org.jspecify.annotations.NullMarked;
