/** What only Mistral has; its chats, conversations and files have paths of OpenAI's. */
@NullMarked
package io.reprise.core.family.mistral;

import org.jspecify.annotations.NullMarked;
