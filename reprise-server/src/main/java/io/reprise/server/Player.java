package io.reprise.server;

import io.vertx.core.http.HttpServerResponse;

/** Sends recorded answers at once: head and body in a single write. */
final class Player {
    private Player() {}

    static void play(Prepared prepared, HttpServerResponse response) {
        response.setStatusCode(prepared.status());
        prepared.headers().fields().forEach(field -> response.headers().add(field.name(), field.value()));
        if (prepared.isComplete()) {
            response.end(prepared.body());
        } else {
            response.setChunked(true);
            response.write(prepared.body()).onComplete(written -> response.reset());
        }
    }
}
