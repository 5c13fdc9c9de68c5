/** Decides what happens to a request. */
@NullMarked
package io.reprise.core.plan;

import org.jspecify.annotations.NullMarked;
