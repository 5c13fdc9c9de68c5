/** Tools for coding agents that read recordings. */
@NullMarked
package io.reprise.server.mcp.recording;

import org.jspecify.annotations.NullMarked;
