/** Copies recordings from one store to another, byte for byte (docs/decisions/0058-sync.md). */
@NullMarked
package io.reprise.core.store.sync;

import org.jspecify.annotations.NullMarked;
