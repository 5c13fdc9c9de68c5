/** Sends recordings: at once, at a pace, with new ids, or with faults on purpose. */
@NullMarked
package io.reprise.server.replay;

import org.jspecify.annotations.NullMarked;
