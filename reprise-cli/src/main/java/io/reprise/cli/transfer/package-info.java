/** Commands that bring recordings in from other formats and out to them: {@code import} and {@code export}. */
@NullMarked
package io.reprise.cli.transfer;

import org.jspecify.annotations.NullMarked;
