package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Bytes;
import java.util.List;

/** One step of a conversation that goes wrong on purpose. */
public sealed interface ConversationStep {
    /**
     * Send one message.
     *
     * @param frames the bytes of each of its frames; at least one
     * @param gapNanos at least so long from one frame to the next
     */
    record Send(boolean isBinary, List<Bytes> frames, long gapNanos) implements ConversationStep {
        public Send {
            frames = List.copyOf(frames);
        }
    }

    /** Send everything that follows later by this time. */
    record Wait(long nanos) implements ConversationStep {}

    /** End the conversation with a close frame. */
    record Close(int code, String reason) implements ConversationStep {}

    /** Close the connection without a close frame, once everything is sent. */
    record Cut() implements ConversationStep {}

    /** Reset the connection (TCP RST), once everything is sent. */
    record Reset() implements ConversationStep {}

    /** Send nothing more and keep the connection open. */
    record Hang() implements ConversationStep {}

    /** Whether nothing can follow. */
    default boolean isEnd() {
        return !(this instanceof Send || this instanceof Wait);
    }
}
