/** OpenAI's APIs, and those of the many that follow them. */
@NullMarked
package io.reprise.core.family.openai;

import org.jspecify.annotations.NullMarked;
