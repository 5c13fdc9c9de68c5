/** The files: what one says, where it lies, and the key in its name. */
@NullMarked
package io.reprise.formats.llamastack.file;

import org.jspecify.annotations.NullMarked;
