/** The own API of llama.cpp's server. */
@NullMarked
package io.reprise.core.family.llamacpp;

import org.jspecify.annotations.NullMarked;
