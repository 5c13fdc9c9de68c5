/** What the tools for coding agents are made of: what they take, what they ask, and answers of limited size. */
@NullMarked
package io.reprise.server.mcp.tool;

import org.jspecify.annotations.NullMarked;
