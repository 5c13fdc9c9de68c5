/** Asks an upstream: the connection, what is sent, and why no answer has come. */
@NullMarked
package io.reprise.server.client;

import org.jspecify.annotations.NullMarked;
