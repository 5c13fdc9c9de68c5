/** APIs of which nothing is known but what HTTP and JSON say. */
@NullMarked
package io.reprise.core.family.generic;

import org.jspecify.annotations.NullMarked;
