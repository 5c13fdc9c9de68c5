/** Where one chunk of a stream ends and the next begins. */
@NullMarked
package io.reprise.core.stream;

import org.jspecify.annotations.NullMarked;
