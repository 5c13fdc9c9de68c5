/** What agents can ask: each tool is a class that answers in text of limited size. */
@NullMarked
package io.reprise.server.mcp.tool;

import org.jspecify.annotations.NullMarked;
