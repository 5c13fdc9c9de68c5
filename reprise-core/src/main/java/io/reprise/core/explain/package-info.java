/** Explains why there is no recording for a request. */
@NullMarked
package io.reprise.core.explain;

import org.jspecify.annotations.NullMarked;
