/** Requests and answers as a conversation, for people. */
@NullMarked
package io.reprise.core.conversation;

import org.jspecify.annotations.NullMarked;
