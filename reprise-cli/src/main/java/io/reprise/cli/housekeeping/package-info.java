/** Commands that keep a directory of recordings in order: {@code lint}, {@code scrub}, {@code prune} and {@code mv}. */
@NullMarked
package io.reprise.cli.housekeeping;

import org.jspecify.annotations.NullMarked;
