/** Who may use the server: addresses, tokens, and pages of other origins in a browser. */
@NullMarked
package io.reprise.server.access;

import org.jspecify.annotations.NullMarked;
