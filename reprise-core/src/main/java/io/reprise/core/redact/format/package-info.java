/** What credentials look like: a table of formats, and the rules by which random text is told from words and examples. */
@NullMarked
package io.reprise.core.redact.format;

import org.jspecify.annotations.NullMarked;
