/** What differs between two requests, and how similar texts are. */
@NullMarked
package io.reprise.core.explain.difference;

import org.jspecify.annotations.NullMarked;
