/** One request while it is answered: the boundary around it, the memory that it takes, and the connection that its answer is sent to. */
@NullMarked
package io.reprise.server.request;

import org.jspecify.annotations.NullMarked;
