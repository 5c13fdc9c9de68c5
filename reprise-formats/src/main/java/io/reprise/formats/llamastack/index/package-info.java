/** Which file answers which request. */
@NullMarked
package io.reprise.formats.llamastack.index;

import org.jspecify.annotations.NullMarked;
