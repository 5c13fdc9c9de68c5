/** Texts in which escapes hide letters, as they read without them. */
@NullMarked
package io.reprise.core.redact.escape;

import org.jspecify.annotations.NullMarked;
