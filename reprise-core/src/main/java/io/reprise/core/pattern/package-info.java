/** What users write to be looked for in texts: patterns with {@code *}, and regular expressions that end in bounded time. */
@NullMarked
package io.reprise.core.pattern;

import org.jspecify.annotations.NullMarked;
