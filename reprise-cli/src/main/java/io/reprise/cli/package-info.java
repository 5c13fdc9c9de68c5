/** The command line: commands, configuration, and the composition of all parts. */
@NullMarked
package io.reprise.cli;

import org.jspecify.annotations.NullMarked;
