/** What differs between two recordings: in words, calls of tools, shape, headers and time (docs/decisions/0036-views.md). */
@NullMarked
package io.reprise.core.compare;

import org.jspecify.annotations.NullMarked;
