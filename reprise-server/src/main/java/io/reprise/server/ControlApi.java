package io.reprise.server;

import io.reprise.core.exchange.Request;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

/** What is asked of Reprise itself, under {@code /__reprise/}. */
final class ControlApi {
    static final String PREFIX = "/__reprise/";

    private final Vertx vertx;
    private final Shared shared;

    ControlApi(Vertx vertx, Shared shared) {
        this.vertx = vertx;
        this.shared = shared;
    }

    void answer(Request request, HttpServerResponse response) {
        response.putHeader("content-type", "application/json").end("{\"status\":\"ok\"}\n");
    }
}
