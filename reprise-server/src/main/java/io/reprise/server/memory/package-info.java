/** The budget for all that a server has in memory, and files for what does not fit. */
@NullMarked
package io.reprise.server.memory;

import org.jspecify.annotations.NullMarked;
