/** Members of a recording's file, read and written. */
@NullMarked
package io.reprise.core.store.file.member;

import org.jspecify.annotations.NullMarked;
