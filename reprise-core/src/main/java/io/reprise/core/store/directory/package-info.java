/** Stores that are directories of files, a directory for each test (docs/format.md). */
@NullMarked
package io.reprise.core.store.directory;

import org.jspecify.annotations.NullMarked;
