/** Requests and responses as bytes; nothing in this package decodes them. */
@NullMarked
package io.reprise.core.exchange;

import org.jspecify.annotations.NullMarked;
