/** A curl call and its answer, in one text archive. */
@NullMarked
package io.reprise.formats.curl;

import org.jspecify.annotations.NullMarked;
