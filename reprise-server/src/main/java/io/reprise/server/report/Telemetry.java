package io.reprise.server.report;

import io.reprise.core.exchange.Headers;
import io.reprise.server.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/** Exports what becomes of requests. All but {@link #close} is called on event loops, and does not block. */
public interface Telemetry extends AutoCloseable {
    /** Exports nothing, and allocates nothing. */
    Telemetry OFF = new Telemetry() {
        @Override
        public @Nullable Trace trace(Headers ofClient) {
            return null;
        }

        @Override
        public void note(Outcome outcome, RequestRing.Links links) {}

        @Override
        public void close() {}
    };

    /** The place in a trace of a request whose upstream is about to be asked; null if nothing is exported. */
    @Nullable Trace trace(Headers ofClient);

    /** To be called once for each request, at its end. */
    void note(Outcome outcome, RequestRing.Links links);

    /** Sends what is left, for a few seconds at most. */
    @Override
    void close();

    /** A request's place in a distributed trace. */
    interface Trace {
        /** The header fields with which its upstream is asked: what that does is a part of the request's own call. */
        Headers forUpstream(Headers ofClient);
    }
}
