/** Looks into WebSockets. */
@NullMarked
package io.reprise.server.websocket;

import org.jspecify.annotations.NullMarked;
