/** Recordings of llama-stack (now OGX), served in place, imported and written; docs/llama-stack.md describes them. */
@NullMarked
package io.reprise.formats.llamastack;

import org.jspecify.annotations.NullMarked;
