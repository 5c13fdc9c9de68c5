package io.reprise.formats.hoverfly;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.formats.Document;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.StubbedExchange;
import io.reprise.formats.Stubs;
import java.util.List;

/** What a pair answers. */
final class SimulatedResponse {
    private static final int OK = 200;

    private SimulatedResponse() {}

    /** @throws NotImportedException if its answer is made when it is asked for */
    static StubbedExchange of(Document document, Json pair, RecordedCall call, List<Loss> losses) {
        Json response = pair.get("response").orElse(Json.NULL);
        Bytes body = body(document, response);
        Headers headers = Stubs.headers(response.get("headers").orElse(Json.NULL));
        boolean hasTemplates =
                body.toString().contains("{{") || headers.toString().contains("{{");
        if (Stubs.isTrue(response, "templated") && hasTemplates) {
            throw new NotImportedException("its response is a template");
        }
        if (response.get("logNormalDelay").isPresent()) {
            losses.add(new Loss("response.logNormalDelay", "--pace has its own models of delays"));
        }
        if (!response.text("postServeAction").isEmpty()) {
            losses.add(new Loss("response.postServeAction", "nothing is called when a recording is replayed"));
        }
        return new StubbedExchange(
                call,
                new RecordedAnswer(Stubs.number(response, "status", OK), headers, body),
                Math.max(0, Stubs.number(response, "fixedDelay", 0)),
                losses);
    }

    private static Bytes body(Document document, Json response) {
        String file = response.text("bodyFile");
        if (!file.isEmpty()) {
            return attached(document, file);
        }
        String body = response.text("body");
        return Stubs.isTrue(response, "encodedBody") ? Stubs.base64(body) : Bytes.utf8(body);
    }

    private static Bytes attached(Document document, String name) {
        if (name.matches("(?i)https?://.*")) {
            throw new NotImportedException("its body is on another server, and is not fetched");
        }
        return document.attached(name);
    }
}
