/** Fixtures of llmposter: what it would answer to a message. */
@NullMarked
package io.reprise.formats.llmposter;

import org.jspecify.annotations.NullMarked;
