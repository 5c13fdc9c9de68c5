/** Where recordings are kept. */
@NullMarked
package io.reprise.core.store;

import org.jspecify.annotations.NullMarked;
