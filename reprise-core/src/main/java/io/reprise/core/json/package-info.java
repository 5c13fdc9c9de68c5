/** JSON as a value that loses nothing: number spelling, duplicate members and member order are kept. */
@NullMarked
package io.reprise.core.json;

import org.jspecify.annotations.NullMarked;
