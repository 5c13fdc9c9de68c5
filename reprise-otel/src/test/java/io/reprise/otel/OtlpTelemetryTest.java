package io.reprise.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.AnswerSummary;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.RequestSummary;
import io.reprise.server.outcome.Outcome.UpstreamCall;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.RequestRing;
import io.reprise.server.report.Telemetry;
import io.reprise.server.report.TelemetryProvider;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OtlpTelemetryTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Headers CLIENT = Headers.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
    private static final String SECRET = "sk-proj-Zq3vT8xKc1LmN5pR7wYbD2fHj4sGa6eU";
    private static final Question QUESTION = KeyRules.NONE.question(
            Request.post(
                    "/v1/chat/completions",
                    "{\"model\":\"llama3\",\"messages\":[{\"role\":\"user\",\"content\":\"a private word\"}]}"),
            new TestId("tests/a.py::one"));
    private static final String ANSWER =
            "{\"model\":\"llama3-0613\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},"
                    + "\"finish_reason\":\"stop\"}]}";

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    private Telemetry open(Map<String, String> environment) {
        return new OtlpProvider()
                .open(
                        environment,
                        new TelemetryProvider.Server(
                                Redaction.DEFAULT.words(), said::add, location -> Optional.of(recorded())));
    }

    private static Map<String, String> to(String url) {
        return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url, "OTEL_BSP_SCHEDULE_DELAY", "1");
    }

    private static ParsedExchange recorded() {
        return ParsedExchange.of(QUESTION.parsed(), Response.whole(200, "application/json", Bytes.utf8(ANSWER)));
    }

    private static Outcome outcome(Verb verb, String path, String model, Cost cost) {
        return new Outcome(
                verb,
                new RequestSummary("POST", path, Optional.of(QUESTION), Optional.of(model)),
                AnswerSummary.of(200, 1, ""),
                cost,
                5_000_000);
    }

    private static RequestRing.Links links(Telemetry.@Nullable Trace trace, String location) {
        return new RequestRing.Links() {
            @Override
            public Headers headers() {
                return CLIENT;
            }

            @Override
            public Telemetry.@Nullable Trace trace() {
                return trace;
            }

            @Override
            public String location() {
                return location;
            }
        };
    }

    @Test
    void exportsTheRequestWithinTheTraceOfItsClient() throws Exception {
        try (Collector collector = new Collector();
                Telemetry telemetry = open(to(collector.url()))) {
            telemetry.note(
                    outcome(
                            Verb.REPLAYED,
                            "/v1/chat/completions",
                            "llama3",
                            Cost.saving(Optional.of(new TokenUsage(7, 3)))),
                    links(null, "a/chat.json"));

            Collector.Span span = collector.spansUntil(2).get(0);

            assertThat(span.traceId()).isEqualTo(TRACE);
            assertThat(span.parentId()).isEqualTo("b7ad6b7169203331");
            assertThat(span.name()).isEqualTo("chat llama3");
            assertThat(span.attributes())
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("gen_ai.operation.name", "chat"),
                            Map.entry("gen_ai.provider.name", "openai"),
                            Map.entry("gen_ai.request.model", "llama3"),
                            Map.entry("gen_ai.response.model", "llama3-0613"),
                            Map.entry("gen_ai.response.finish_reasons", "[stop]"),
                            Map.entry("gen_ai.usage.input_tokens", "7"),
                            Map.entry("gen_ai.usage.output_tokens", "3"),
                            Map.entry("http.request.method", "POST"),
                            Map.entry("http.response.status_code", "200"),
                            Map.entry("url.path", "/v1/chat/completions"),
                            Map.entry("reprise.outcome", "replayed"),
                            Map.entry("reprise.test", "tests/a.py::one"),
                            Map.entry("reprise.recording", "a/chat.json"),
                            Map.entry("reprise.recording.key", QUESTION.key().toString())));
        }
    }

    @Test
    void tellsTheUpstreamTheSpanOfItsCall() throws Exception {
        try (Collector collector = new Collector();
                Telemetry telemetry = open(to(collector.url()))) {
            Telemetry.Trace trace = telemetry.trace(CLIENT);
            String told = trace.forUpstream(CLIENT.plus("tracestate", "a=1"))
                    .first("traceparent")
                    .orElseThrow();
            long now = System.nanoTime();
            telemetry.note(
                    outcome(
                            Verb.RECORDED,
                            "/v1/chat/completions",
                            "llama3",
                            Cost.of(new UpstreamCall("vllm", 200, Optional.of(new TokenUsage(7, 3)), now - 9, now))),
                    links(trace, "a/chat.json"));

            Map<Integer, Collector.Span> spans =
                    collector.spansUntil(2).stream().collect(Collectors.toMap(Collector.Span::kind, span -> span));

            assertThat(told).isEqualTo("00-" + TRACE + "-" + spans.get(3).spanId() + "-01");
            assertThat(spans.get(3).parentId()).isEqualTo(spans.get(2).spanId());
            assertThat(spans.get(3).attributes()).containsEntry("reprise.upstream", "vllm");
        }
    }

    @Test
    void beginsATraceWhereTheClientHasNone() {
        try (Collector collector = new Collector();
                Telemetry telemetry = open(to(collector.url()))) {
            Headers wrong = Headers.of("traceparent", "no such thing", "tracestate", "a=1");

            Headers told = telemetry.trace(wrong).forUpstream(wrong);

            assertThat(told.first("traceparent").orElseThrow()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
            assertThat(told.first("tracestate")).isEmpty();
        }
    }

    @Test
    void measuresUpstreamCallsAsAClientAndAllRequestsAsAServer() {
        try (Collector collector = new Collector()) {
            long now = System.nanoTime();
            try (Telemetry telemetry = open(to(collector.url()))) {
                telemetry.note(outcome(Verb.REPLAYED, "/v1/chat/completions", "llama3", Cost.NONE), links(null, ""));
            }
            assertThat(Set.copyOf(collector.metrics())).contains("gen_ai.server.request.duration");
            assertThat(collector.metrics()).noneMatch(name -> name.startsWith("gen_ai.client."));

            try (Telemetry telemetry = open(to(collector.url()))) {
                telemetry.note(
                        outcome(
                                Verb.RECORDED,
                                "/v1/chat/completions",
                                "llama3",
                                Cost.of(new UpstreamCall(
                                        "vllm", 200, Optional.of(new TokenUsage(7, 3)), now - 9, now))),
                        links(null, ""));
            }
            assertThat(collector.metrics()).contains("gen_ai.client.operation.duration", "gen_ai.client.token.usage");
        }
    }

    @Test
    void exportsNoCredentialAndNothingOfWhatIsSaid() throws Exception {
        try (Collector collector = new Collector();
                Telemetry telemetry = open(to(collector.url()))) {
            telemetry.note(
                    outcome(Verb.REPLAYED, "/v1/" + SECRET + "/chat/completions", SECRET, Cost.NONE),
                    links(null, "x/" + SECRET + ".json"));

            String all = collector.spansUntil(2).toString();

            assertThat(all)
                    .doesNotContain(SECRET)
                    .doesNotContain("a private word")
                    .doesNotContain("hi\"");
        }
    }

    @Test
    void saysOnceThatNobodyListensAndGoesOn() throws Exception {
        String nobody;
        try (Collector collector = new Collector()) {
            nobody = collector.url();
        }
        try (Telemetry telemetry = open(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", nobody,
                "OTEL_BSP_SCHEDULE_DELAY", "1",
                "OTEL_EXPORTER_OTLP_TIMEOUT", "200"))) {
            Outcome outcome = outcome(Verb.REPLAYED, "/v1/chat/completions", "llama3", Cost.NONE);
            IntStream.range(0, 10 * OtlpTelemetry.MOST_WAITING).forEach(i -> telemetry.note(outcome, links(null, "")));

            List<String> lines = List.of(
                    String.valueOf(said.poll(30, TimeUnit.SECONDS)), String.valueOf(said.poll(30, TimeUnit.SECONDS)));

            assertThat(lines).anyMatch(line -> line.contains("cannot be reached"));
            assertThat(lines).anyMatch(line -> line.contains("some requests are left out"));
            assertThat(said).isEmpty();
        }
    }

    @Test
    void endsAlsoWhereTheCollectorNeverAnswersAndSaysSo() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            try (Telemetry telemetry = open(to("http://127.0.0.1:" + silent.getLocalPort()))) {
                telemetry.note(outcome(Verb.REPLAYED, "/v1/chat/completions", "llama3", Cost.NONE), links(null, ""));
            }

            assertThat(said).singleElement().asString().contains("has not taken all before the server stopped");
        }
    }

    @Test
    void refusesAProtocolThatItDoesNotSpeak() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")))
                .withMessageContaining("'OTEL_EXPORTER_OTLP_PROTOCOL' is 'grpc'")
                .withMessageContaining("4318");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere")))
                .withMessageContaining("telemetry cannot be started");
    }
}
