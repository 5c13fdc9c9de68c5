/** Why there is no recording for a request, in the words of a chat request. */
@NullMarked
package io.reprise.core.explain;

import org.jspecify.annotations.NullMarked;
