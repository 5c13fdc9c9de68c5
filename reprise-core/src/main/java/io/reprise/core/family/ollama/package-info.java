/** Ollama's API. */
@NullMarked
package io.reprise.core.family.ollama;

import org.jspecify.annotations.NullMarked;
