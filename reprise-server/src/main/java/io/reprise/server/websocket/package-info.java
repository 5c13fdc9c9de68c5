/** WebSockets (RFC 6455): the handshake, frames, and one end of a connection. */
@NullMarked
package io.reprise.server.websocket;

import org.jspecify.annotations.NullMarked;
