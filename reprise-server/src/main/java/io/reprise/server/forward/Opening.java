package io.reprise.server.forward;

import io.reprise.core.exchange.Headers;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.websocket.WebSocket;

/** What came of asking an upstream for a WebSocket. */
public sealed interface Opening {
    /**
     * It has accepted.
     *
     * @param upstream its name; empty if it has none
     * @param headers of its answer
     * @param socket our end; nothing has been read from it
     */
    record Opened(String upstream, Headers headers, WebSocket socket) implements Opening {}

    /**
     * It has answered something else.
     *
     * @param pass sends that to the client, and has it kept as any answer
     * @param drop lets go of it
     */
    record Refused(int status, Runnable pass, Runnable drop) implements Opening {}

    /**
     * There is no answer.
     *
     * @param calls how many upstreams were asked
     */
    record Failed(int status, String reason, Retry retry, int calls) implements Opening {
        /** Whether the request names an upstream that is not there, so that none was asked. */
        public boolean isWrongRequest() {
            return calls == 0 && status < 500;
        }
    }
}
