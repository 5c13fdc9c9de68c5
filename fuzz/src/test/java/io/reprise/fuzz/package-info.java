/** Checks the fuzz targets themselves. */
@NullMarked
package io.reprise.fuzz;

import org.jspecify.annotations.NullMarked;
