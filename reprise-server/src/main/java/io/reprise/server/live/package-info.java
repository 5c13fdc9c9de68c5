/** What happens now: the latest requests, as a list and as server-sent events. */
@NullMarked
package io.reprise.server.live;

import org.jspecify.annotations.NullMarked;
