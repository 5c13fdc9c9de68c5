/** Decides whether and where an answer is kept in a store. */
@NullMarked
package io.reprise.core.recording;

import org.jspecify.annotations.NullMarked;
