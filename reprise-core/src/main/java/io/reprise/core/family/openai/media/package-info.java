/** OpenAI's images and sound. */
@NullMarked
package io.reprise.core.family.openai.media;

import org.jspecify.annotations.NullMarked;
