/** WebSocket conversations: which recording fits what a client sends, what is due, and why nothing fits any more. */
@NullMarked
package io.reprise.core.socket;

import org.jspecify.annotations.NullMarked;
