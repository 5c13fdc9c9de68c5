package io.reprise.server.http;

import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Layout;
import java.nio.charset.StandardCharsets;

/** Answers that Reprise itself gives, in the shape that the SDK of the request's API family shows to its user. */
public final class ErrorAnswers {
    private static final int MAX_WARNING = 500;
    private static final String CODE = "reprise";

    private ErrorAnswers() {}

    /** Whether the same request may get another answer in a moment. */
    public enum Retry {
        USEFUL,
        USELESS
    }

    static void send(ClientConnection client, Request request, int status, String message, Retry retry) {
        ApiFamily family = ApiFamilies.of(request);
        Headers headers = family.errorHeaders(status, CODE)
                .plus("x-should-retry", String.valueOf(retry == Retry.USEFUL))
                .plus("content-type", "application/json");
        String body = family.error(status, CODE, message).write(Layout.COMPACT) + "\n";
        client.respond(
                new ResponseHead(status, headers), Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Tells the client of another answer that a recording was lost, as nobody may look at the log. */
    public static void warn(ClientConnection client, String loss) {
        String brief = loss.length() > MAX_WARNING ? loss.substring(0, MAX_WARNING) + "…" : loss;
        client.addHeader("x-reprise-warning", brief.replaceAll("[^ -~]", "?"));
    }
}
