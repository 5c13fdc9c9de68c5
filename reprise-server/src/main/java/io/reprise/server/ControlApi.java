package io.reprise.server;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.PaceRule;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is asked of Reprise itself, under {@code /__reprise/}. Answers are JSON. */
final class ControlApi {
    static final String PREFIX = "/__reprise/";

    private static final int LISTED_BY_DEFAULT = 1_000;

    private final Vertx vertx;
    private final Shared shared;
    private final RulesApi<FaultRule> faults;
    private final RulesApi<PaceRule> paces;

    ControlApi(Vertx vertx, Shared shared) {
        this.vertx = vertx;
        this.shared = shared;
        this.faults = new RulesApi<>(FaultRule::parse, shared.faults()::rules, shared.faults()::change);
        this.paces = new RulesApi<>(PaceRule::parse, shared.paces()::rules, shared.paces()::change);
    }

    void answer(Request request, HttpServerResponse response) {
        String asked = request.method() + " " + request.path().substring(PREFIX.length());
        switch (asked) {
            case "GET faults", "POST faults", "PUT faults", "DELETE faults" -> rules(faults, request, response);
            case "GET pace", "POST pace", "PUT pace", "DELETE pace" -> rules(paces, request, response);
            case "GET health", "HEAD health" -> send(response, 200, health());
            case "GET misses" -> send(response, 200, shared.misses().toJson());
            case "GET report" -> send(response, 200, report());
            case "GET recordings" -> recordings(request, response);
            case "POST tests/start-over" -> startOver(request, response);
            default ->
                send(
                        response,
                        404,
                        new JsonMembers()
                                .with(
                                        "error",
                                        "there is no " + asked
                                                + "; there is GET health, GET recordings?limit=&test=, GET"
                                                + " misses, GET report, POST tests/start-over?test=, and GET, POST,"
                                                + " DELETE faults?test= and pace?test=")
                                .done());
        }
    }

    private Json health() {
        return new JsonMembers()
                .with("status", "ok")
                .with("mode", shared.settings().mode().toString())
                .with("upstreams", shared.settings().upstreams().size())
                .done();
    }

    Json report() {
        Journal journal = shared.journal();
        JsonMembers report = new JsonMembers();
        for (Outcome.Verb verb : Outcome.Verb.values()) {
            report.with(verb.label(), journal.count(verb));
        }
        return report.with("upstream_calls", journal.upstreamCalls())
                .with(
                        "tokens_saved",
                        new JsonMembers()
                                .with("input", journal.inputTokensSaved())
                                .with("output", journal.outputTokensSaved())
                                .done())
                .with("misses", shared.misses().toJson())
                .with("lost", shared.archive().losses().toJson())
                .done();
    }

    private void recordings(Request request, HttpServerResponse response) {
        int limit = parameter(request, "limit").map(Integer::parseInt).orElse(LISTED_BY_DEFAULT);
        Optional<TestId> test = parameter(request, "test").map(TestId::new);
        vertx.executeBlocking(() -> shared.archive().listing().first(limit, test), false)
                .onSuccess(listed -> send(response, 200, listed))
                .onFailure(cause -> send(
                        response,
                        500,
                        new JsonMembers()
                                .with("error", String.valueOf(cause.getMessage()))
                                .done()));
    }

    private void startOver(Request request, HttpServerResponse response) {
        Optional<String> test = parameter(request, "test");
        if (test.isPresent()) {
            shared.archive().occurrences().startOver(new TestId(test.get()));
            shared.faults().startOver(new TestId(test.get()));
        } else {
            shared.archive().occurrences().startOver();
            shared.faults().startOver();
        }
        send(
                response,
                200,
                new JsonMembers().with("started_over", test.orElse("all tests")).done());
    }

    private static void rules(RulesApi<?> api, Request request, HttpServerResponse response) {
        try {
            send(
                    response,
                    200,
                    api.answer(request.method(), parameter(request, "test").map(TestId::new), request.body()));
        } catch (IllegalArgumentException wrong) {
            send(
                    response,
                    400,
                    new JsonMembers()
                            .with("error", String.valueOf(wrong.getMessage()))
                            .done());
        }
    }

    private static Optional<String> parameter(Request request, String name) {
        for (String member : request.query().split("&")) {
            if (member.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(member.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static void send(HttpServerResponse response, int status, Json body) {
        response.setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(body.write(Layout.INDENTED) + "\n"));
    }
}
