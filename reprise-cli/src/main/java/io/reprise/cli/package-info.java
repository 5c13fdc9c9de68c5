/** The program: it finds the command that is asked for, and runs it. */
@NullMarked
package io.reprise.cli;

import org.jspecify.annotations.NullMarked;
