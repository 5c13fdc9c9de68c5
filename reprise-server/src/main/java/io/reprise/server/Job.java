package io.reprise.server;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.Question;
import io.vertx.core.http.HttpServerResponse;

/**
 * One request on its way through the server.
 *
 * @param startNanos when its first line had been read, by {@link System#nanoTime}
 */
record Job(Addressed addressed, Question question, ApiFamily family, HttpServerResponse response, long startNanos) {
    Request request() {
        return addressed.request();
    }

    Outcome outcome(Outcome.Verb verb, int status, int chunks, String note) {
        long took = System.nanoTime() - startNanos;
        return new Outcome(verb, Outcome.Asked.of(question, family), status, chunks, took, note);
    }
}
