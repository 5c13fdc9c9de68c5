/**
 * Recordings of llama-stack (now OGX), which are replayed without conversion, imported and written; docs/llama-stack.md
 * describes them.
 */
@NullMarked
package io.reprise.formats.llamastack;

import org.jspecify.annotations.NullMarked;
