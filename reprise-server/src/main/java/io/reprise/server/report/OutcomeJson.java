package io.reprise.server.report;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.core.json.SafeJson;
import io.reprise.core.redact.CredentialMask;
import io.reprise.server.outcome.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Outcomes as lines of JSON, with the members of the rows of {@code /__reprise/requests}. */
public final class OutcomeJson {
    private final CredentialMask mask;

    OutcomeJson(CredentialMask mask) {
        this.mask = mask;
    }

    String line(Outcome outcome, RequestRing.Links links, Instant at) {
        Outcome.RequestSummary request = outcome.request();
        Outcome.AnswerSummary answer = outcome.answer();
        JsonObjectBuilder line = new JsonObjectBuilder()
                .with("at", at.truncatedTo(ChronoUnit.MILLIS).toString())
                .with("outcome", outcome.verb().label())
                .with("method", request.method())
                .with("path", request.path())
                .withOrNull("model", request.model().orElse(""))
                .withOrNull(
                        "test",
                        request.question()
                                .map(question -> question.test().name())
                                .orElse(""))
                .withOrNull(
                        "key",
                        request.question().map(question -> question.key().hex()).orElse(""))
                .with("status", status(answer.status()))
                .with("chunks", answer.chunks())
                .with("duration_ms", milliseconds(outcome.nanos()))
                .withOrNull("fault", answer.fault())
                .withOrNull("note", answer.note())
                .withOrNull("location", links.location())
                .withOrNull("miss", links.miss());
        return SafeJson.text(mask.of(line.done()), Layout.COMPACT);
    }

    /** @param status 0 if there was no answer */
    public static Json status(int status) {
        return status == 0 ? Json.NULL : new Json.JsonNumber("" + status);
    }

    /** With one decimal. */
    public static Json milliseconds(long nanos) {
        String text =
                BigDecimal.valueOf(nanos, 6).setScale(1, RoundingMode.HALF_UP).toPlainString();
        return new Json.JsonNumber(text);
    }
}
