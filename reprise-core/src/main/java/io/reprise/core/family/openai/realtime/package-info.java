/** OpenAI's realtime API, which Azure and xAI serve too: conversations over a WebSocket. */
@NullMarked
package io.reprise.core.family.openai.realtime;

import org.jspecify.annotations.NullMarked;
