package io.reprise.core.socket;

import io.reprise.core.key.Question;

/**
 * A message of a client that counts.
 *
 * @param kind what it is, for people
 * @param question the handshake's, with what is compared of the message as its body; equal for equal messages
 */
record ComparedMessage(String kind, Question question) {
    boolean isSameAs(ComparedMessage other) {
        return question.equals(other.question);
    }
}
