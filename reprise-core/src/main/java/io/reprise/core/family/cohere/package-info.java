/** Cohere's API. */
@NullMarked
package io.reprise.core.family.cohere;

import org.jspecify.annotations.NullMarked;
