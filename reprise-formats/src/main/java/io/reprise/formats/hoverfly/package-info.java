/** Hoverfly's simulations. */
@NullMarked
package io.reprise.formats.hoverfly;

import org.jspecify.annotations.NullMarked;
