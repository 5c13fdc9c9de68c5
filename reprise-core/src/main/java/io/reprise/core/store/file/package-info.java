/** Recordings as files of JSON, read and written (docs/format.md). */
@NullMarked
package io.reprise.core.store.file;

import org.jspecify.annotations.NullMarked;
