package io.reprise.server.request;

import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.core.redact.CredentialMask;
import java.nio.charset.StandardCharsets;

/** Answers that Reprise itself gives, in the shape that the SDK of the request's API family shows to its user; below {@code /__reprise/}, in that of the control API. */
public final class ErrorAnswers {
    private static final String CODE = "reprise";

    private ErrorAnswers() {}

    /** Whether the same request may get another answer in a moment. */
    public enum Retry {
        USEFUL,
        USELESS
    }

    /** What is asked there is no question to a model. Requests below {@code /__reprise/root} go to an upstream. */
    private static boolean isOfControlApi(String path) {
        return path.equals("/__reprise") || path.startsWith("/__reprise/") && !path.matches("/__reprise/root(/.*)?");
    }

    /** What a client is told. */
    record Told(int status, String message, Retry retry) {}

    /** @param mask of the message */
    static void send(ClientConnection client, Request request, Told told, CredentialMask mask) {
        ApiFamily family = ApiFamilies.ofErrors(request);
        int status = told.status();
        Headers headers = family.errorHeaders(status, CODE)
                .plus("x-should-retry", String.valueOf(told.retry() == Retry.USEFUL))
                .plus("content-type", "application/json");
        String message = mask.of(told.message());
        Json error = isOfControlApi(request.path())
                ? new JsonObjectBuilder().with("error", message).done()
                : family.error(status, CODE, message);
        String body = error.write(Layout.COMPACT) + "\n";
        client.respond(
                new ResponseHead(status, headers), Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Tells the client of another answer that a recording was lost, as nobody may look at the log. What was asked, and what became of it, is
     * not for strangers: the report says it.
     */
    public static void warn(ClientConnection client) {
        client.addHeader(
                "x-reprise-warning", "an answer could not be recorded; GET /__reprise/report says which, and why");
    }
}
