/** When the chunks of a replayed answer are sent, as times after the request; nothing here reads a clock or waits. */
@NullMarked
package io.reprise.core.replay.pace;

import org.jspecify.annotations.NullMarked;
