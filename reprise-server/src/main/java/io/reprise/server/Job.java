package io.reprise.server;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.Question;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

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
        return outcome(verb, family.model(request()), new Outcome.Answered(status, chunks, note));
    }

    /** Spares the look into the body, where the model is known. */
    Outcome outcome(Outcome.Verb verb, Optional<String> model, Outcome.Answered answered) {
        Outcome.Asked asked = new Outcome.Asked(request().method(), request().path(), Optional.of(question), model);
        return new Outcome(verb, asked, answered, System.nanoTime() - startNanos);
    }
}
