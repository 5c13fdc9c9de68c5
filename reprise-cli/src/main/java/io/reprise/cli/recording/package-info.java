/** Commands that show recordings: {@code list}, {@code show}, {@code play} and {@code stats}. */
@NullMarked
package io.reprise.cli.recording;

import org.jspecify.annotations.NullMarked;
