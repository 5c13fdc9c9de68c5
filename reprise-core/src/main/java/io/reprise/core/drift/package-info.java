/** How far the answers of today are from a recorded one: in words, shape, headers, time and cost. */
@NullMarked
package io.reprise.core.drift;

import org.jspecify.annotations.NullMarked;
