package io.reprise.server;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.json.Layout;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Answers that Reprise itself gives, in the shape that the SDK of the request's API family shows to its user. */
final class Errors {
    private Errors() {}

    /** @param isWorthRetrying whether the same request may get another answer in a moment */
    static void answer(
            HttpServerResponse response, Request request, int status, String message, boolean isWorthRetrying) {
        ApiFamily family = ApiFamilies.of(request);
        response.headers().set("x-should-retry", String.valueOf(isWorthRetrying));
        response.headers().set("content-type", "application/json");
        response.setStatusCode(status);
        response.end(Buffer.buffer(family.error(status, "reprise", message).write(Layout.COMPACT) + "\n"));
    }

    /** Tells the client of another answer that a recording was lost, as nobody may look at the log. */
    static void warn(HttpServerResponse response, String loss) {
        String brief = loss.length() > 500 ? loss.substring(0, 500) + "…" : loss;
        response.headers().set("x-reprise-warning", brief.replaceAll("[^ -~]", "?"));
    }
}
