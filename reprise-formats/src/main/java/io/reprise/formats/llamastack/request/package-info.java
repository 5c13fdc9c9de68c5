/** The calls that files record, as the HTTP requests that ask the same question. */
@NullMarked
package io.reprise.formats.llamastack.request;

import org.jspecify.annotations.NullMarked;
