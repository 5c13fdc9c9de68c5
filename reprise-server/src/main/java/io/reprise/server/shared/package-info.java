/** Answers of upstreams while they arrive, and the clients that receive them. */
@NullMarked
package io.reprise.server.shared;

import org.jspecify.annotations.NullMarked;
