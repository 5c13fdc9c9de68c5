/** Files that a kill at any moment leaves whole. */
@NullMarked
package io.reprise.core.store.durable;

import org.jspecify.annotations.NullMarked;
