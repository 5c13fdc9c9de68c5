/** JSON values that keep number spelling, duplicate members and member order. */
@NullMarked
package io.reprise.core.json;

import org.jspecify.annotations.NullMarked;
