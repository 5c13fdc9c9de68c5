/** The Brotli format (RFC 7932), decoded while it arrives. Sections in comments are those of the RFC. */
@NullMarked
package io.reprise.core.content.brotli;

import org.jspecify.annotations.NullMarked;
