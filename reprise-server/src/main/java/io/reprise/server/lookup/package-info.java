/** Finds recordings without blocking an event loop, and keeps those in memory that were asked for lately. */
@NullMarked
package io.reprise.server.lookup;

import org.jspecify.annotations.NullMarked;
