package io.reprise.core.socket;

import io.reprise.core.key.Question;

/** What a message of a client is for the comparison with a recorded one. */
sealed interface ClientMessage {
    /**
     * A message that is compared.
     *
     * @param kind what it is, for people
     * @param question the handshake's, with what is compared of the message as its body; equal for equal messages
     */
    record Counted(String kind, Question question) implements ClientMessage {
        boolean isSameAs(Counted other) {
            return question.equals(other.question);
        }
    }

    /** A piece of sound or of another stream, which does not count; the number of pieces differs from run to run. */
    record Piece() implements ClientMessage {}

    /** A message that says nothing, so that it makes no difference whether it is sent. */
    record Notice() implements ClientMessage {}
}
