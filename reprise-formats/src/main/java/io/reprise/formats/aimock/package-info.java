/** aimock's fixtures. */
@NullMarked
package io.reprise.formats.aimock;

import org.jspecify.annotations.NullMarked;
