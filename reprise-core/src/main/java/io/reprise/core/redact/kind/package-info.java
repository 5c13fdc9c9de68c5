/** The kinds of credentials that are more than a format: they are recognized by what stands around them. One pass finds where each may begin. */
@NullMarked
package io.reprise.core.redact.kind;

import org.jspecify.annotations.NullMarked;
