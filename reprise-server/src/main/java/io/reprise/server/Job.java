package io.reprise.server;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.Question;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * One request on its way through the server.
 *
 * @param fault what goes wrong with the answer on purpose; empty for nothing
 */
record Job(RoutedRequest addressed, Question question, ApiFamily family, Client client, String fault) {
    Request request() {
        return addressed.request();
    }

    HttpServerResponse response() {
        return client.response();
    }

    /** The same, with an answer that goes wrong. */
    Job struckBy(String what) {
        return new Job(addressed, question, family, client, what);
    }

    Outcome outcome(Outcome.Verb verb, int status, int chunks, String note) {
        return outcome(verb, question.parsed().model(), new Outcome.Answered(status, chunks, fault, note));
    }

    /** Spares the look into the body, where the model is known. */
    Outcome outcome(Outcome.Verb verb, Optional<String> model, Outcome.Answered answered) {
        Outcome.Asked asked = new Outcome.Asked(request().method(), request().path(), Optional.of(question), model);
        return new Outcome(verb, asked, answered, System.nanoTime() - client.startNanos());
    }
}
