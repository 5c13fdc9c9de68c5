/** Tokens and what they cost, as answers say it. */
@NullMarked
package io.reprise.core.family.token;

import org.jspecify.annotations.NullMarked;
