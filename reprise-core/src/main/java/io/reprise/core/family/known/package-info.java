/** All API families, put together. */
@NullMarked
package io.reprise.core.family.known;

import org.jspecify.annotations.NullMarked;
