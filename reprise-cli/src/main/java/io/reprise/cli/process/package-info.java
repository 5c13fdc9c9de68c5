/** What all commands have of the process: its streams, its environment and its end. All that a command prints passes through here. */
@NullMarked
package io.reprise.cli.process;

import org.jspecify.annotations.NullMarked;
