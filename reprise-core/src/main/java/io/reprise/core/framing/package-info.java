/** Where one chunk of a stream ends and the next begins. */
@NullMarked
package io.reprise.core.framing;

import org.jspecify.annotations.NullMarked;
