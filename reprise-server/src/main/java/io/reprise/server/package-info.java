/** The listener, the upstream client, the player and the control API, on Vert.x. */
@NullMarked
package io.reprise.server;

import org.jspecify.annotations.NullMarked;
