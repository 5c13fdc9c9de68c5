/** Commands that start a server, {@code serve} and {@code run}, and what they say when it starts and ends. */
@NullMarked
package io.reprise.cli.serving;

import org.jspecify.annotations.NullMarked;
