package io.reprise.server.request;

/** Answers requests that have been read and may ask. */
public interface RequestHandler {
    /** Called on the event loop, inside of the scope. */
    void handle(IncomingRequest request, RequestScope scope);
}
