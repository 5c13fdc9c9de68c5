/** Where a text has credentials: by their form, by configured patterns, and those that are in use. */
@NullMarked
package io.reprise.core.redact.search;

import org.jspecify.annotations.NullMarked;
