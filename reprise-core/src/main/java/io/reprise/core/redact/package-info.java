/** What must never reach a store. */
@NullMarked
package io.reprise.core.redact;

import org.jspecify.annotations.NullMarked;
