/** Tools for coding agents that explain misses. */
@NullMarked
package io.reprise.server.mcp.miss;

import org.jspecify.annotations.NullMarked;
