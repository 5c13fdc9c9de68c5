package io.reprise.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.core.json.Json;
import io.reprise.core.redact.Redaction;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.AnswerSummary;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.RequestSummary;
import io.reprise.server.outcome.Outcome.Verb;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonLogTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Journal journal() {
        return new Journal(
                new PrintStream(written, true, StandardCharsets.UTF_8),
                Detail.DECISIONS,
                LogFormat.JSON,
                Redaction.DEFAULT.words(),
                say -> Telemetry.OFF);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void hasAnObjectForEachRequest() {
        try (Journal journal = journal()) {
            journal.note(
                    new Outcome(
                            Verb.MISSED,
                            new RequestSummary("POST", "/v1/x", Optional.empty(), Optional.of("m\u009b2J\n")),
                            AnswerSummary.of(404, 0, "a \"note\""),
                            Cost.NONE,
                            1_250_000),
                    new RequestRing.Links() {
                        @Override
                        public String miss() {
                            return "7";
                        }
                    });
        }

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0).replaceFirst("\"at\":\"[^\"]*\"", "\"at\":\"…\""))
                .isEqualTo(
                        "{\"at\":\"…\",\"outcome\":\"missed\",\"method\":\"POST\",\"path\":\"/v1/x\",\"model\":\"m\\u009b2J\\n\","
                                + "\"test\":null,\"key\":null,\"status\":404,\"chunks\":0,\"duration_ms\":1.3,\"fault\":null,"
                                + "\"note\":\"a \\\"note\\\"\",\"location\":null,\"miss\":\"7\"}");
    }

    @Test
    void hasAnObjectForAllElse() {
        try (Journal journal = journal()) {
            journal.say("two\nlines");
            journal.explain(() -> "why");
            journal.fault("a test", new IllegalStateException("broken"));
        }

        assertThat(lines()).hasSize(3).allSatisfy(line -> {
            Json message = Json.parse(line);
            assertThat(message.members()).extracting(Json.Member::name).containsExactly("at", "message");
        });
        assertThat(Json.parse(lines().get(0)).text("message")).isEqualTo("two\nlines");
        assertThat(Json.parse(lines().get(2)).text("message")).startsWith("unexpected error during a test: ");
    }

    @Test
    void hasOneOfTwoForms() {
        assertThat(LogFormat.parse("text")).isEqualTo(LogFormat.TEXT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogFormat.parse("yaml"))
                .withMessage("'yaml' is not a format of the log; the formats are text and json");
    }
}
