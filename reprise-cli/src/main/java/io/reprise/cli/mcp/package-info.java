/** The command {@code mcp}: the tools for coding agents, over standard input and output. */
@NullMarked
package io.reprise.cli.mcp;

import org.jspecify.annotations.NullMarked;
