/** The names of files and directories: of a test, of a recording, of one in a series. */
@NullMarked
package io.reprise.core.store.directory.name;

import org.jspecify.annotations.NullMarked;
