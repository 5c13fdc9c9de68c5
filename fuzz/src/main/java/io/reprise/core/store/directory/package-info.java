/** Looks into the store that is a directory. */
@NullMarked
package io.reprise.core.store.directory;

import org.jspecify.annotations.NullMarked;
