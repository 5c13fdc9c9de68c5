/** What connections to clients and to upstreams have in common: event loops, sockets, time limits, and why a connection has failed. */
@NullMarked
package io.reprise.server.network;

import org.jspecify.annotations.NullMarked;
