/** Texts within texts: base64, compressed content, wide characters, large binary values. */
@NullMarked
package io.reprise.core.redact.hidden;

import org.jspecify.annotations.NullMarked;
