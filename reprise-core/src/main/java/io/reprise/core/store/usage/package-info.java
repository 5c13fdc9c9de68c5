/** Which recordings the runs of tests have used, kept beside the recordings (docs/decisions/0039-runs-and-what-they-used.md). */
@NullMarked
package io.reprise.core.store.usage;

import org.jspecify.annotations.NullMarked;
