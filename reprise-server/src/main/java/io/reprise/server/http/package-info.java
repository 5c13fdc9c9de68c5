/** The HTTP side that faces clients: the listener, its limits, who may ask, and the connection that an answer is sent to. */
@NullMarked
package io.reprise.server.http;

import org.jspecify.annotations.NullMarked;
