/** Keeps a directory of recordings in order: what is broken, not needed, misnamed or has a credential in it. */
@NullMarked
package io.reprise.core.store.housekeeping;

import org.jspecify.annotations.NullMarked;
