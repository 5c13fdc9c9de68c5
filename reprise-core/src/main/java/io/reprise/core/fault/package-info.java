/** What goes wrong with an answer on purpose; everything is computed before the first byte is sent. */
@NullMarked
package io.reprise.core.fault;

import org.jspecify.annotations.NullMarked;
