/** Commands that bring recordings in from other formats and out to them, or from store to store: {@code import}, {@code export} and {@code sync}. */
@NullMarked
package io.reprise.cli.transfer;

import org.jspecify.annotations.NullMarked;
