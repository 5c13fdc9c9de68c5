/** WebSocket conversations: passed on and recorded, or replayed (docs/sockets.md). */
@NullMarked
package io.reprise.server.socket;

import org.jspecify.annotations.NullMarked;
