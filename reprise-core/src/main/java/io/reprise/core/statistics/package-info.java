/** Numbers about all recordings of a store. */
@NullMarked
package io.reprise.core.statistics;

import org.jspecify.annotations.NullMarked;
