/** The rules of a running server, as the control API reads and changes them. */
@NullMarked
package io.reprise.server.control.rule;

import org.jspecify.annotations.NullMarked;
