/** Whether and where an answer is kept among those that a store has. */
@NullMarked
package io.reprise.core.recording;

import org.jspecify.annotations.NullMarked;
