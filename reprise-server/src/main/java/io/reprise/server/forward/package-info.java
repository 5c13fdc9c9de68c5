/** Has upstreams asked, once for all clients that ask the same question at the same time, and their answers kept. */
@NullMarked
package io.reprise.server.forward;

import org.jspecify.annotations.NullMarked;
