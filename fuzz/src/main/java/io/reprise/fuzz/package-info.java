/** What every parser of outside bytes keeps to, whatever bytes it gets. {@code fuzz/run} looks for bytes that show otherwise. */
@NullMarked
package io.reprise.fuzz;

import org.jspecify.annotations.NullMarked;
