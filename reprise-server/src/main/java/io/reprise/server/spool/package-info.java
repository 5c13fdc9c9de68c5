/** Answers that wait on local disk until their store is back. */
@NullMarked
package io.reprise.server.spool;

import org.jspecify.annotations.NullMarked;
