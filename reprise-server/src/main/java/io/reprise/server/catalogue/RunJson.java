package io.reprise.server.catalogue;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.PartText;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.view.OfferedTools;
import io.reprise.server.control.route.ReportJson;
import io.reprise.server.outcome.FailedRecordings.FailedRecording;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.outcome.Report;
import io.reprise.server.report.OutcomeJson;
import io.reprise.server.run.RunRequest;
import io.reprise.server.run.TestRun;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs of tests as JSON, with the members that docs/test-protocol.md describes. */
final class RunJson {
    /** Of a body, in bytes; a longer one is left out. */
    private static final int LONGEST_BODY = 4 << 20;

    private RunJson() {}

    /**
     * What came of a run.
     *
     * @param keeps whether its mode keeps answers
     */
    static JsonObjectBuilder outcome(TestRun run, boolean keeps, Optional<LocalDate> pricesAsOf) {
        List<RunRequest> requests = run.requests();
        List<Json> misses =
                requests.stream().flatMap(request -> request.miss().stream()).toList();
        List<FailedRecording> notKept = requests.stream()
                .map(RunRequest::outcome)
                .filter(outcome -> keeps && outcome.verb() == Verb.FORWARDED)
                .map(outcome -> notKept(run.test(), outcome))
                .toList();
        Report report = new Report(
                run.sums().byVerb(), run.sums().upstreamCalls(), run.sums().saved(pricesAsOf), misses, notKept);
        JsonObjectBuilder members = ReportJson.addTo(
                new JsonObjectBuilder().with("test", run.test().name()).with("run", run.id()), report);
        return members.with("tokens_used", tokens(used(requests)))
                .with(
                        "requests",
                        requests.stream()
                                .map(RunJson::row)
                                .map(JsonObjectBuilder::done)
                                .toList())
                .with("open", run.open());
    }

    private static FailedRecording notKept(TestId test, Outcome outcome) {
        String note = outcome.answer().note();
        return new FailedRecording(
                outcome.request().method(),
                outcome.request().path(),
                test.name(),
                note.isEmpty()
                        ? "it was passed on, with status " + outcome.answer().status()
                        : note);
    }

    private static TokenUsage used(List<RunRequest> requests) {
        return requests.stream()
                .flatMap(request -> request.outcome().cost().call().stream())
                .flatMap(call -> call.usage().stream())
                .reduce(new TokenUsage(0, 0), TokenUsage::plus);
    }

    private static Json tokens(TokenUsage usage) {
        return new JsonObjectBuilder()
                .with("input", usage.input())
                .with("output", usage.output())
                .with("cost_usd", usage.details().cost().map(UsDollars::toJson).orElse(Json.NULL))
                .done();
    }

    private static JsonObjectBuilder row(RunRequest request) {
        Outcome outcome = request.outcome();
        Optional<Question> question = outcome.request().question();
        return new JsonObjectBuilder()
                .with("outcome", outcome.verb().label())
                .with("method", outcome.request().method())
                .with("path", outcome.request().path())
                .withOrNull("model", outcome.request().model().orElse(""))
                .withOrNull("key", question.map(Question::key).map(Key::hex).orElse(""))
                .with("status", OutcomeJson.status(outcome.answer().status()))
                .with("chunks", outcome.answer().chunks())
                .with("duration_ms", OutcomeJson.milliseconds(outcome.nanos()))
                .with("upstream_calls", outcome.cost().upstreamCalls())
                .withOrNull("fault", outcome.answer().fault())
                .withOrNull("note", outcome.answer().note())
                .withOrNull("location", request.location())
                .withOrNull("miss", request.miss().map(miss -> miss.text("id")).orElse(""));
    }

    /** A request with what it said. */
    static Json sent(RunRequest request) {
        JsonObjectBuilder members = row(request);
        Optional<Question> known = request.outcome().request().question();
        if (known.isEmpty()) {
            return members.with("query", Json.NULL)
                    .with("messages", List.of())
                    .with("tools", List.of())
                    .with("body", Json.NULL)
                    .done();
        }
        Question question = known.get();
        try {
            List<Json> messages = question.parsed().family().asked(question.parsed()).stream()
                    .map(RunJson::message)
                    .toList();
            List<Json> tools = OfferedTools.of(question.parsed()).stream()
                    .<Json>map(tool -> new Json.JsonString(tool.name()))
                    .toList();
            return members.withOrNull("query", question.request().query())
                    .with("messages", messages)
                    .with("tools", tools)
                    .with("body", body(question))
                    .done();
        } finally {
            question.release();
        }
    }

    private static Json message(ChatMessage message) {
        return new JsonObjectBuilder()
                .with("role", message.role())
                .with(
                        "text",
                        message.parts().stream()
                                .filter(part -> part instanceof MessagePart.Text
                                        || part instanceof MessagePart.Refusal
                                        || part instanceof MessagePart.ToolResult)
                                .map(PartText::main)
                                .collect(Collectors.joining("\n")))
                .with(
                        "tool_calls",
                        message.parts().stream()
                                .filter(MessagePart.ToolCall.class::isInstance)
                                .map(MessagePart.ToolCall.class::cast)
                                .map(call -> new JsonObjectBuilder()
                                        .with("name", call.name())
                                        .with("arguments", call.arguments())
                                        .done())
                                .toList())
                .done();
    }

    private static Json body(Question question) {
        Bytes body = question.request().body();
        if (body.isEmpty() || body.size() > LONGEST_BODY) {
            return Json.NULL;
        }
        return question.parsed()
                .json()
                .or(() -> body.decode().map(Json.JsonString::new))
                .orElse(Json.NULL);
    }
}
