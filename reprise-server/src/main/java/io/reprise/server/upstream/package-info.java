/** Which upstreams there are, how each is reached, and which of them a request is for. */
@NullMarked
package io.reprise.server.upstream;

import org.jspecify.annotations.NullMarked;
