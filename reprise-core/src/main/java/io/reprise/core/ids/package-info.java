/** Ids that were handed out in the place of those that are recorded, and what they stand for (docs/ids.md). */
@NullMarked
package io.reprise.core.ids;

import org.jspecify.annotations.NullMarked;
