/** The one language in which lists are filtered: by commands, the control API, the page and agents (docs/filter.md). */
@NullMarked
package io.reprise.core.filter;

import org.jspecify.annotations.NullMarked;
