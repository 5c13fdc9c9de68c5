/** What bodies consist of: content codings (RFC 9110, 8.4), which are taken off here, and the parts of multipart bodies. */
@NullMarked
package io.reprise.core.content;

import org.jspecify.annotations.NullMarked;
