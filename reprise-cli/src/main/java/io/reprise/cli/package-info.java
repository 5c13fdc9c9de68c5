/** The command line: commands, configuration and the place where everything is put together. */
@NullMarked
package io.reprise.cli;

import org.jspecify.annotations.NullMarked;
