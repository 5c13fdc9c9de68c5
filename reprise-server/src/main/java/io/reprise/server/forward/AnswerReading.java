package io.reprise.server.forward;

import io.reprise.server.client.PausableReading;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/** Reads the answer of an upstream only while there is room for what comes. Belongs to one event loop. */
final class AnswerReading {
    private @Nullable HttpClientResponse answer;
    private boolean isPaused;

    void begin(HttpClientResponse http) {
        answer = http;
    }

    boolean isPaused() {
        return isPaused;
    }

    /** @param hasRoom whether what comes can be taken */
    void readWhile(boolean hasRoom) {
        HttpClientResponse its = answer;
        if (its == null || isPaused != hasRoom) {
            return;
        }
        isPaused = !hasRoom;
        HttpConnection connection = its.request().connection();
        if (isPaused) {
            PausableReading.of(connection).ifPresentOrElse(reading -> reading.pause(connection), its::pause);
        } else {
            PausableReading.of(connection).ifPresentOrElse(reading -> reading.resume(connection), its::resume);
        }
    }
}
