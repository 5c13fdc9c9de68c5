/** Faults that are caused on purpose; everything is computed before the first byte is sent. */
@NullMarked
package io.reprise.core.replay.fault;

import org.jspecify.annotations.NullMarked;
