/** Tools for coding agents that change something. */
@NullMarked
package io.reprise.server.mcp.change;

import org.jspecify.annotations.NullMarked;
