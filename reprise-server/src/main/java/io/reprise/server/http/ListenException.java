package io.reprise.server.http;

import io.reprise.server.network.ConnectionFailure;

/** A server cannot listen. The message says where, why and what to do next. */
public final class ListenException extends RuntimeException {
    public ListenException(Listening listening, Throwable cause) {
        super(
                "cannot listen on " + listening.host() + ":" + listening.port() + ": " + ConnectionFailure.words(cause)
                        + "; choose another --port (0 takes a free one) or --host",
                cause);
    }
}
