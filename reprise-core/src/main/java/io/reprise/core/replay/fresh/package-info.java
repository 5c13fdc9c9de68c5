/** New ids and time stamps for each replay, without touching any other byte. */
@NullMarked
package io.reprise.core.replay.fresh;

import org.jspecify.annotations.NullMarked;
