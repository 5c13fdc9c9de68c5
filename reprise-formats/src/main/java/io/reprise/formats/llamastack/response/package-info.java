/** The answers that files record, as an API gives them, and back. */
@NullMarked
package io.reprise.formats.llamastack.response;

import org.jspecify.annotations.NullMarked;
