/** Hugging Face's APIs: models by their names, and its servers for texts. */
@NullMarked
package io.reprise.core.family.huggingface;

import org.jspecify.annotations.NullMarked;
