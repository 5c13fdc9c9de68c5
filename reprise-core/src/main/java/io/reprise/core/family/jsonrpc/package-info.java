/** JSON-RPC by POST: the model context protocol, agents that talk to each other, and others. */
@NullMarked
package io.reprise.core.family.jsonrpc;

import org.jspecify.annotations.NullMarked;
