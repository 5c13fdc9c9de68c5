/** Content codings (RFC 9110, 8.4): what a body says once they are taken off. */
@NullMarked
package io.reprise.core.content;

import org.jspecify.annotations.NullMarked;
