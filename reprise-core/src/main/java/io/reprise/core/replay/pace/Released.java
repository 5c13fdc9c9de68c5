package io.reprise.core.replay.pace;

import java.util.List;

/**
 * Messages of a WebSocket conversation that become due together: what an upstream sent after one message of the client, and before
 * the next.
 *
 * @param afterMillis when each came, after the client's message
 * @param areGreeting whether the client has sent no message before them
 */
public record Released(List<Long> afterMillis, boolean areGreeting) {
    public Released {
        afterMillis = List.copyOf(afterMillis);
    }
}
