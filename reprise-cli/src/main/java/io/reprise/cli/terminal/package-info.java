/** What is particular about terminals: colours, width, and characters that would control them. */
@NullMarked
package io.reprise.cli.terminal;

import org.jspecify.annotations.NullMarked;
