/** How JSON in a file is spelled so that the same bytes come out of it. */
@NullMarked
package io.reprise.core.store.file.spelling;

import org.jspecify.annotations.NullMarked;
