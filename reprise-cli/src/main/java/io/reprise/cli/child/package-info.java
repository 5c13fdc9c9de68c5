/** A command that runs beside a server: its environment, its signals, its end. */
@NullMarked
package io.reprise.cli.child;

import org.jspecify.annotations.NullMarked;
