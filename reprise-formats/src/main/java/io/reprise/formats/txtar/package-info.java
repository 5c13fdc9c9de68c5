/** A curl call and its answer, in one text archive. */
@NullMarked
package io.reprise.formats.txtar;

import org.jspecify.annotations.NullMarked;
