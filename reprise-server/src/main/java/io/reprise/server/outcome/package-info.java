/** What became of requests, as values that are counted and measured. */
@NullMarked
package io.reprise.server.outcome;

import org.jspecify.annotations.NullMarked;
