/** MockServer's expectations. */
@NullMarked
package io.reprise.formats.mockserver;

import org.jspecify.annotations.NullMarked;
