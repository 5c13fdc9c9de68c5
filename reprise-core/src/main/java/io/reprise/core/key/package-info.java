/** When two requests are the same question. */
@NullMarked
package io.reprise.core.key;

import org.jspecify.annotations.NullMarked;
