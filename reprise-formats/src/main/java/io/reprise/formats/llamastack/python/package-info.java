/** What Python writes: numbers, JSON, URLs, and the classes of its clients. */
@NullMarked
package io.reprise.formats.llamastack.python;

import org.jspecify.annotations.NullMarked;
