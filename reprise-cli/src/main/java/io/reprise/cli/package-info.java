/** The command line: commands, their output and their exit statuses. */
@NullMarked
package io.reprise.cli;

import org.jspecify.annotations.NullMarked;
