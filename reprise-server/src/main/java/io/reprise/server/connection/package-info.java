/** Watches over the connections of clients, from the first byte to the last: TLS, how long a client is waited for, what is no request. */
@NullMarked
package io.reprise.server.connection;

import org.jspecify.annotations.NullMarked;
