/** The Model Context Protocol: messages in, messages out; HTTP and standard input are elsewhere. */
@NullMarked
package io.reprise.server.mcp;

import org.jspecify.annotations.NullMarked;
