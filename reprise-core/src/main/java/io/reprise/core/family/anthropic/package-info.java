/** Anthropic's API, also where clouds have it under paths of their own. */
@NullMarked
package io.reprise.core.family.anthropic;

import org.jspecify.annotations.NullMarked;
