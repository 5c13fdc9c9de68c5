/** Keeps credentials out of stores. */
@NullMarked
package io.reprise.core.redact;

import org.jspecify.annotations.NullMarked;
