/** vLLM's own APIs, beside those of OpenAI, and others with the same paths. */
@NullMarked
package io.reprise.core.family.vllm;

import org.jspecify.annotations.NullMarked;
