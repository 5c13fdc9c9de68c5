/** What was asked and what was answered, as bytes; nothing here decodes them. */
@NullMarked
package io.reprise.core.exchange;

import org.jspecify.annotations.NullMarked;
