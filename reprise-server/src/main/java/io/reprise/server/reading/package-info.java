/** Reads whole stores with all processors. */
@NullMarked
package io.reprise.server.reading;

import org.jspecify.annotations.NullMarked;
