/** What key, framing and file format cost, against the least that any program must do with the same bytes. */
@NullMarked
package io.reprise.bench;

import org.jspecify.annotations.NullMarked;
