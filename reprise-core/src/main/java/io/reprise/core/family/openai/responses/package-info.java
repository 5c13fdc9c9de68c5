/** OpenAI's responses and conversations, which others serve too. */
@NullMarked
package io.reprise.core.family.openai.responses;

import org.jspecify.annotations.NullMarked;
